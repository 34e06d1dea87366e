namespace Kiln.Estimators;

/// <summary>A ridge whose coefficients are 0 or more: coordinate descent on AᵀA, which minimizes exactly over one coefficient after the other, and active sets where that does not end.</summary>
internal static class PositiveRidge
{
    private const int MostPasses = 15_000;

    /// <summary>Solves for one output, with the products of all; returns the passes made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(
        CentredSamples samples, GramProblem gram, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        // The duality gap is relative to bᵀb: much smaller than the tolerance of a gradient, so that the minimum is at least as low as a quasi-Newton method's.
        var penalty = new ElasticPenalty(0, alpha, IsPositive: true);
        var rule = new DescentRule(Math.Min(tolerance * tolerance, 1e-8), maxIterations ?? MostPasses, null);
        var descended = new GramDescent(gram, output).Run(w, penalty, rule, cancellation);
        if (descended.HasConverged || maxIterations is not null)
        {
            return (descended.Iterations, descended.HasConverged);
        }

        // One coefficient at a time does not come far where columns nearly depend on each other: active sets do.
        var other = new double[w.Length];
        var isDone = NonNegativeLeastSquares.SolveRidge(samples, gram, output, alpha, other, cancellation);
        if (!(RidgeObjective.Of(samples, output, alpha, other) <= RidgeObjective.Of(samples, output, alpha, w)))
        {
            return (descended.Iterations, false);
        }

        other.CopyTo(w);
        return (descended.Iterations, isDone);
    }
}
