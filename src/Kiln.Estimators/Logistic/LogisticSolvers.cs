namespace Kiln.Estimators;

/// <summary>Hands one binary or softmax problem to the solver that was asked for.</summary>
internal static class LogisticSolvers
{
    // Iterations of L-BFGS that are many where scales are alike.
    private const int Slow = 50;

    /// <summary>Labels of −1 and 1; returns coefficients, then the intercept where there is one. The order is one stream over all classes.</summary>
    public static SolverResult Binary(
        string owner, LogisticRegression given, SampleView x, double[] labels, double[]? weights, double[] start, LiblinearOrder order, CancellationToken cancellation)
    {
        if (given.Solver == LogisticSolver.Liblinear)
        {
            return LiblinearLogistic.Solve(given, x, labels, weights, order, cancellation);
        }

        var l2 = L2(given);
        if (given.Solver is LogisticSolver.Sag or LogisticSolver.Saga)
        {
            var (alpha, beta) = SagPenalties(given);
            var result = AverageGradient.Binary(Sag(owner, given, alpha, beta), x, labels, weights, start, cancellation);
            return result with { IsSeparable = alpha + beta == 0 && Separation.Binary(x, labels, weights, result.Point) };
        }

        SolverResult Short(SampleView x, double[] start, double bias) => l2 > 0
            ? RowSpace.Solve(x, 1, start, (shorter, from) => Descend(given, shorter, labels, weights, l2, bias, from, cancellation))
            : Descend(given, x, labels, weights, l2, bias, start, cancellation);
        return given.FitIntercept ? FarColumns.Solve(x, 1, start, (moved, from) => Short(moved, from, 1)) : Short(x, start, 0);
    }

    private static SolverResult Descend(
        LogisticRegression given, SampleView x, double[] labels, double[]? weights, double l2, double bias, double[] start, CancellationToken cancellation)
    {
        // The mean loss, as scikit-learn's newton-cholesky takes it: the tolerance is one of the mean's gradient.
        var scale = given.Solver == LogisticSolver.NewtonCholesky ? 1 / SumOf(weights, x.Rows) : 1;
        var objective = new PointwiseObjective<LogLoss>(default, x, labels, weights, l2, bias) { Scale = scale };
        Func<double[], bool>? isSeparated = l2 > 0 ? null : point => Separation.Binary(x, labels, weights, point);
        var result = given.Solver switch
        {
            LogisticSolver.NewtonCholesky => NewtonCholesky.Minimize(objective, start, given.Tolerance, given.MaxIterations, isSeparated, cancellation),
            LogisticSolver.NewtonCg => NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, isSeparated, cancellation),
            _ => ByLbfgs(objective, given, start, isSeparated, cancellation),
        };
        return Settle(objective, result, given, isSeparated, cancellation);
    }

    /// <summary>Looks how near the minimum a solver has ended where that costs little or each of its steps costs as much, and goes on where it is not near; or finds that there is none.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="result">Where the solver ended.</param>
    /// <param name="given">Solver, tolerance of the gradient, which matters where the solver has not reached it, and the most iterations of all.</param>
    /// <param name="isSeparated">Whether a point shows that there is no minimum; null where a penalty makes sure of one.</param>
    /// <param name="cancellation">Stops.</param>
    private static SolverResult Settle(ICurvedObjective objective, SolverResult result, LogisticRegression given, Func<double[], bool>? isSeparated, CancellationToken cancellation)
    {
        if (isSeparated?.Invoke(result.Point) == true)
        {
            return result with { IsSeparable = true };
        }

        var isAffordable = given.Solver == LogisticSolver.NewtonCholesky || NewtonPolish.Pays(objective.Rows, objective.Size, Spent(objective, result.Iterations), !result.Converged || result.HasSteepEnd);
        if (!isAffordable || (result.LastGain <= NewtonPolish.SmallGain && !result.HasSteepEnd))
        {
            return result;
        }

        var problem = new PolishedProblem(objective.EvaluateCurved, (_, hessian) => objective.Hessian(hessian), 0, isSeparated);
        var point = result.Point.ToArray();
        var most = Math.Max(0, given.MaxIterations - result.Iterations);
        var (steps, isAtMinimum) = NewtonPolish.Run(problem, point, result.Converged ? double.PositiveInfinity : given.Tolerance, most, cancellation);
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

        SolverResult Short(SampleView x, double[] start) => L2(given) == 0
            ? Descend(given, x, codes, classes, weights, start, cancellation)
            : RowSpace.Solve(x, classes, start, (shorter, from) => Descend(given, shorter, codes, classes, weights, from, cancellation));
        return given.FitIntercept ? FarColumns.Solve(x, classes, start, Short) : Short(x, start);
    }

    private static SolverResult Descend(
        LogisticRegression given, SampleView x, int[] codes, int classes, double[]? weights, double[] start, CancellationToken cancellation)
    {
        var l2 = L2(given);
        Func<double[], bool>? isSeparated = l2 > 0 ? null : point => Separation.Softmax(x, codes, classes, weights, point);
        var objective = new SoftmaxObjective(x, codes, classes, weights, l2, given.FitIntercept);
        var result = given.Solver == LogisticSolver.NewtonCg
            ? NewtonCg.Minimize(objective, start, given.Tolerance, given.MaxIterations, isSeparated, cancellation)
            : ByLbfgs(objective, given, start, isSeparated, cancellation);
        var settled = Settle(objective, result, given, isSeparated, cancellation);
        KeepMeans(settled.Point, start, classes, x.Columns, l2 > 0 ? x.Columns : 0);
        return settled;
    }

    /// <summary>L-BFGS; where it takes long and whole Newton steps cost little, they have a try before it goes on.</summary>
    private static SolverResult ByLbfgs(ICurvedObjective objective, LogisticRegression given, double[] start, Func<double[], bool>? isSeparated, CancellationToken cancellation)
    {
        // SciPy's L-BFGS looks at the limit after a step: none is one.
        var most = Math.Max(1, given.MaxIterations);
        var triesNewton = most > Slow && NewtonPolish.Pays(objective.Rows, objective.Size, Spent(objective, Slow));
        var result = QuasiNewton.Minimize(objective, start, given.Tolerance, triesNewton ? Slow : most, cancellation);
        if (result.Converged || !triesNewton)
        {
            return result;
        }

        result = Settle(objective, result, given, isSeparated, cancellation);
        if (result.Converged || result.IsSeparable || result.Iterations >= most)
        {
            return result;
        }

        var rest = QuasiNewton.Minimize(objective, result.Point, given.Tolerance, most - result.Iterations, cancellation);
        return rest with { Iterations = result.Iterations + rest.Iterations };
    }

    // Two products with the samples for each evaluation, of which an iteration takes little more than one.
    private static double Spent(ICurvedObjective objective, int iterations) => 2.0 * iterations * objective.Rows * objective.Size;

    /// <summary>
    /// What grows alike for all classes changes no prediction. The gradient never goes that way, but the rounding of conjugate gradients and of Newton steps does, far where the curvature is nothing but
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

    private static double L2(LogisticRegression given) => given.Penalty == Penalty.None ? 0 : 1 / given.C;

    private static double SumOf(double[]? weights, int rows) => weights is null ? rows : System.Numerics.Tensors.TensorPrimitives.Sum<double>(weights);
}
