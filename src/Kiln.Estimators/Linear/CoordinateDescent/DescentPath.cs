namespace Kiln.Estimators;

/// <summary>Coordinate descent for one α after the other, each begun where the last ended.</summary>
/// <param name="Coefficients">(alphas, features).</param>
/// <param name="Outcomes">How each ended.</param>
internal sealed record DescentPath(double[] Coefficients, DescentOutcome[] Outcomes)
{
    public static DescentPath Run(
        DescentProblem problem, CentredSamples samples, double[] alphas, double l1Ratio, DescentSettings settings, ReadOnlySpan<double> start, CancellationToken cancellation)
    {
        var (n, rule) = (samples.Columns, settings.Rule());
        var (coefficients, outcomes, w) = (new double[alphas.Length * n], new DescentOutcome[alphas.Length], new double[n]);
        start.CopyTo(w);
        for (var i = 0; i < alphas.Length; i++)
        {
            outcomes[i] = problem.Run(w, ElasticPenalty.Of(alphas[i], l1Ratio, samples.Rows, settings.Positive), rule, cancellation);
            w.CopyTo(coefficients.AsSpan(i * n));
        }

        return new(coefficients, outcomes);
    }
}
