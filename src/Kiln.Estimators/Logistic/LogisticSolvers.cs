namespace Kiln.Estimators;

/// <summary>Hands one binary or softmax problem to the solver that was asked for.</summary>
internal static class LogisticSolvers
{
    /// <summary>Labels of −1 and 1; returns coefficients, then the intercept where there is one. The order is one stream over all classes.</summary>
    public static SolverResult Binary(
        string owner, LogisticRegression given, SampleView x, double[] labels, double[]? weights, double[] start, LiblinearOrder order, CancellationToken cancellation)
    {
        if (given.Solver == LogisticSolver.Liblinear)
        {
            return LiblinearLogistic.Solve(given, x, labels, weights, order, cancellation);
        }

        var l2 = given.Penalty == Penalty.None ? 0 : 1 / given.C;
        if (given.Solver is LogisticSolver.Sag or LogisticSolver.Saga)
        {
            var (alpha, beta) = SagPenalties(given);
            return AverageGradient.Binary(Sag(owner, given, alpha, beta), x, labels, weights, start, cancellation);
        }

        return given.FitIntercept
            ? FarColumns.Solve(x, 1, start, (moved, from) => Descend(given, moved, labels, weights, l2, 1, from, cancellation))
            : Descend(given, x, labels, weights, l2, 0, start, cancellation);
    }

    private static SolverResult Descend(
        LogisticRegression given, SampleView x, double[] labels, double[]? weights, double l2, double bias, double[] start, CancellationToken cancellation)
    {
        if (given.Solver == LogisticSolver.NewtonCholesky)
        {
            // The mean loss, as scikit-learn's solver takes it: the tolerance is one of the mean's gradient.
            var scale = 1 / SumOf(weights, x.Rows);
            var mean = new PointwiseObjective<LogLoss>(default, x, labels, weights, l2, bias) { Scale = scale };
            return NewtonCholesky.Minimize(mean, start, given.Tolerance, given.MaxIterations, cancellation);
        }

        var objective = new PointwiseObjective<LogLoss>(default, x, labels, weights, l2, bias);
        return given.Solver == LogisticSolver.NewtonCg
            ? NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, cancellation)
            : ByLbfgs(objective, given, start, cancellation);
    }

    /// <summary>Class numbers; returns (classes, features), then the intercepts where there are any.</summary>
    public static SolverResult Softmax(
        string owner, LogisticRegression given, SampleView x, int[] codes, int classes, double[]? weights, double[] start, CancellationToken cancellation)
    {
        if (given.Solver is LogisticSolver.Sag or LogisticSolver.Saga)
        {
            var (alpha, beta) = SagPenalties(given);
            return AverageGradient.Softmax(Sag(owner, given, alpha, beta), x, codes, classes, weights, start, cancellation);
        }

        return given.FitIntercept
            ? FarColumns.Solve(x, classes, start, (moved, from) => Descend(given, moved, codes, classes, weights, from, cancellation))
            : Descend(given, x, codes, classes, weights, start, cancellation);
    }

    private static SolverResult Descend(
        LogisticRegression given, SampleView x, int[] codes, int classes, double[]? weights, double[] start, CancellationToken cancellation)
    {
        var l2 = given.Penalty == Penalty.None ? 0 : 1 / given.C;
        var objective = new SoftmaxObjective(x, codes, classes, weights, l2, given.FitIntercept);
        if (given.Solver != LogisticSolver.NewtonCg)
        {
            return ByLbfgs(objective, given, start, cancellation);
        }

        var result = NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, cancellation);
        KeepMeans(result.Point, start, classes, x.Columns, l2 > 0 ? x.Columns : 0);
        return result;
    }

    // SciPy's L-BFGS looks at the limit after a step: none is one.
    private static SolverResult ByLbfgs(ICurvedObjective objective, LogisticRegression given, double[] start, CancellationToken cancellation) =>
        QuasiNewton.Minimize(objective, start, given.Tolerance, Math.Max(1, given.MaxIterations), cancellation);

    /// <summary>
    /// What grows alike for all classes changes no prediction. The gradient never goes that way, but the rounding of conjugate gradients does, far where the curvature is nothing but
    /// rounding: the means over the classes are put back to where they began, and those of the penalized coefficients, the first, to 0, where the penalty is smallest.
    /// </summary>
    private static void KeepMeans(double[] point, double[] start, int classes, int columns, int penalized)
    {
        var width = point.Length / classes;
        for (var j = 0; j < width; j++)
        {
            // (classes, columns), then one intercept for each class.
            var (first, stride) = j < columns ? (j, columns) : (classes * columns, 1);
            var drift = 0.0;
            for (var k = 0; k < classes; k++)
            {
                drift += (point[first + (k * stride)] - (j < penalized ? 0 : start[first + (k * stride)])) / classes;
            }

            for (var k = 0; k < classes; k++)
            {
                point[first + (k * stride)] -= drift;
            }
        }
    }

    private static AverageGradientOptions Sag(string owner, LogisticRegression given, double alpha, double beta) =>
        new(owner, given.Solver == LogisticSolver.Saga, alpha, beta, given.FitIntercept, given.Tolerance, given.MaxIterations, given.Seed);

    private static (double L2, double L1) SagPenalties(LogisticRegression given) => given.Penalty switch
    {
        Penalty.None => (0, 0),
        Penalty.L1 => (0, 1 / given.C),
        Penalty.L2 => (1 / given.C, 0),
        _ => ((1 - given.L1Ratio!.Value) / given.C, given.L1Ratio.Value / given.C),
    };

    private static double SumOf(double[]? weights, int rows) => weights is null ? rows : System.Numerics.Tensors.TensorPrimitives.Sum<double>(weights);
}
