namespace Kiln.Estimators;

/// <summary>A ridge whose coefficients are 0 or more: coordinate descent on AᵀA, which minimizes exactly over one coefficient after the other.</summary>
internal static class PositiveRidge
{
    /// <summary>Solves for one output; returns the passes made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(CentredSamples samples, int output, double alpha, double tolerance, int most, Span<double> w, CancellationToken cancellation)
    {
        // The duality gap is relative to bᵀb: much smaller than the tolerance of a gradient, so that the minimum is at least as low as a quasi-Newton method's.
        var descent = new GramDescent(samples.Gram(cancellation), output);
        var penalty = new ElasticPenalty(0, alpha, IsPositive: true);
        var rule = new DescentRule(Math.Min(tolerance * tolerance, 1e-8), most, null);
        var iterations = descent.Run(w, penalty, rule, cancellation).Iterations;
        return (iterations, iterations < most);
    }
}
