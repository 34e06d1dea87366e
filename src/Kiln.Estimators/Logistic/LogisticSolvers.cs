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
            var result = AverageGradient.Binary(Sag(owner, given, alpha, beta), x, labels, weights, start, cancellation);
            return result with { IsSeparable = alpha + beta == 0 && Separation.Binary(x, labels, weights, result.Point) };
        }

        return given.FitIntercept
            ? FarColumns.Solve(x, 1, start, (moved, from) => Descend(given, moved, labels, weights, l2, 1, from, cancellation))
            : Descend(given, x, labels, weights, l2, 0, start, cancellation);
    }

    private static SolverResult Descend(
        LogisticRegression given, SampleView x, double[] labels, double[]? weights, double l2, double bias, double[] start, CancellationToken cancellation)
    {
        // The mean loss, as scikit-learn's newton-cholesky takes it: the tolerance is one of the mean's gradient.
        var scale = given.Solver == LogisticSolver.NewtonCholesky ? 1 / SumOf(weights, x.Rows) : 1;
        var objective = new PointwiseObjective<LogLoss>(default, x, labels, weights, l2, bias) { Scale = scale };
        var result = given.Solver switch
        {
            LogisticSolver.NewtonCholesky => NewtonCholesky.Minimize(objective, start, given.Tolerance, given.MaxIterations, cancellation),
            LogisticSolver.NewtonCg => NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, cancellation),
            _ => ByLbfgs(objective, given, start, cancellation),
        };
        return Settle(objective, result, given.Tolerance, given.MaxIterations, l2 > 0 ? null : point => Separation.Binary(x, labels, weights, point), cancellation);
    }

    /// <summary>Looks how near the minimum a solver has ended where that costs little, and goes on where it is not near; or finds that there is none.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="result">Where the solver ended.</param>
    /// <param name="tolerance">Of the gradient, which matters where the solver has not reached it.</param>
    /// <param name="maxIterations">The most iterations of all.</param>
    /// <param name="isSeparated">Whether a point shows that there is no minimum; null where a penalty makes sure of one.</param>
    /// <param name="cancellation">Stops.</param>
    private static SolverResult Settle(ICurvedObjective objective, SolverResult result, double tolerance, int maxIterations, Func<double[], bool>? isSeparated, CancellationToken cancellation)
    {
        if (isSeparated?.Invoke(result.Point) == true)
        {
            return result with { IsSeparable = true };
        }

        if (result.LastGain <= NewtonPolish.SmallGain || !NewtonPolish.Pays(objective.Rows, objective.Size))
        {
            return result;
        }

        var problem = new PolishedProblem(objective.EvaluateCurved, (_, hessian) => objective.Hessian(hessian), 0, isSeparated);
        var point = result.Point.ToArray();
        var most = Math.Max(0, maxIterations - result.Iterations);
        var (steps, isAtMinimum) = NewtonPolish.Run(problem, point, result.Converged ? double.PositiveInfinity : tolerance, most, cancellation);
        var settled = result with { Converged = result.Converged || (isAtMinimum && most > 0) };
        return steps == 0 ? settled : settled with { Point = point, Iterations = result.Iterations + steps, IsSeparable = isSeparated?.Invoke(point) == true };
    }

    /// <summary>Class numbers; returns (classes, features), then the intercepts where there are any.</summary>
    public static SolverResult Softmax(
        string owner, LogisticRegression given, SampleView x, int[] codes, int classes, double[]? weights, double[] start, CancellationToken cancellation)
    {
        if (given.Solver is LogisticSolver.Sag or LogisticSolver.Saga)
        {
            var (alpha, beta) = SagPenalties(given);
            var result = AverageGradient.Softmax(Sag(owner, given, alpha, beta), x, codes, classes, weights, start, cancellation);
            return result with { IsSeparable = alpha + beta == 0 && Separation.Softmax(x, codes, classes, weights, result.Point) };
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
        var result = given.Solver == LogisticSolver.NewtonCg
            ? NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, cancellation)
            : ByLbfgs(objective, given, start, cancellation);
        var settled = Settle(objective, result, given.Tolerance, given.MaxIterations, l2 > 0 ? null : point => Separation.Softmax(x, codes, classes, weights, point), cancellation);
        if (given.Solver == LogisticSolver.NewtonCg || settled.Point != result.Point)
        {
            KeepMeans(settled.Point, start, classes, x.Columns, l2 > 0 ? x.Columns : 0);
        }

        return settled;
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
