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
            PointwiseObjective<LogLoss> Objective(SampleView x, double bias, double l2) => new(default, x, labels, costs, l2, bias, l2);
            result = given.Penalty == Penalty.L2
                ? RowSpace.Solve(x, bias, (shorter, own) => TrustRegionNewton.Minimize(Objective(shorter, own, 1), tolerance, given.MaxIterations, cancellation, least: 1))
                : ProximalNewton.Minimize(Objective(x, bias, 0), x, bias, 1, tolerance, given.MaxIterations, cancellation);
        }

        if (bias != 0)
        {
            result.Point[x.Columns] *= bias;
        }

        return result;
    }
}
