namespace Kiln.Estimators;

/// <summary>A ridge by <see cref="Lsqr"/>, on columns of one size where that takes fewer steps.</summary>
internal static class RidgeLsqr
{
    // Of the sum of squares and the penalty, relative; and where the steps are scikit-learn's, so that they end where those do.
    private const double Gap = 1e-8;
    private const double PlainGap = 1e-4;

    // Steps for each unknown: rounding takes their orthogonality away, and they come to more than one.
    private const int StepsPerUnknown = 10;

    /// <summary>Solves for one output; returns the steps made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(CentredSamples samples, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (damp, least) = (Math.Sqrt(alpha), Math.Min(samples.Rows, samples.Columns));
        var scales = RidgeScales.Of(samples, alpha, cancellation);
        if (samples.Columns <= samples.Rows || scales is null)
        {
            return Run(scales, maxIterations ?? StepsPerUnknown * least, w);
        }

        // With more features than samples A·D has directions that only α tells apart, and A never comes to them. Where A does not come to an end either, they are the lesser evil.
        var (steps, converged) = Run(null, maxIterations ?? StepsPerUnknown * least, w);
        if (converged || alpha == 0 || maxIterations is not null)
        {
            return (steps, converged);
        }

        (var more, converged) = Run(scales, StepsPerUnknown * samples.Columns, w);
        return (steps + more, converged);

        (int Steps, bool Converged) Run(double[]? sizes, int most, Span<double> solution) =>
            Lsqr.Solve(new(samples, damp, sizes), samples.Target(output), new(tolerance, most) { Gap = scales is null ? PlainGap : Gap }, solution, cancellation);
    }
}
