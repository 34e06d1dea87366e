namespace Kiln.Estimators;

/// <summary>
/// The logistic regressions of LIBLINEAR (R.-E. Fan et al., JMLR 9, 2008): C · Σ loss + penalty, in which the intercept is the penalized coefficient of a constant
/// feature.
/// </summary>
internal static class LiblinearLogistic
{
    public static SolverResult Solve(LogisticRegression given, SampleView x, double[] labels, double[]? weights, LiblinearOrder order, CancellationToken cancellation)
    {
        var bias = given.FitIntercept ? given.InterceptScaling : 0;
        var costs = LiblinearCosts.Of(given.C, weights, x.Rows);
        SolverResult result;
        if (given.Dual)
        {
            result = DualLogistic.Minimize(x, labels, costs, bias, given.Tolerance, given.MaxIterations, order, cancellation);
        }
        else
        {
            // The tolerance is relative to the gradient at 0, and to how many samples the smaller class has.
            var tolerance = LiblinearCosts.PrimalTolerance(given.Tolerance, labels);
            var l2 = given.Penalty == Penalty.L2 ? 1 : 0;
            var objective = new PointwiseObjective<LogLoss>(default, x, labels, costs, l2, bias, l2);
            result = given.Penalty == Penalty.L2
                ? TrustRegionNewton.Minimize(objective, tolerance, given.MaxIterations, cancellation, l2)
                : ProximalNewton.Minimize(objective, x, bias, 1, tolerance, given.MaxIterations, cancellation);
        }

        if (bias != 0)
        {
            result.Point[x.Columns] *= bias;
        }

        return result;
    }
}
