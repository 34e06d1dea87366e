namespace Kiln.Estimators;

/// <summary>
/// A ridge by <see cref="Lsqr"/>, on columns of one size where that takes fewer steps. Its end is one where the objective is near the least for certain (<see cref="RidgeGap"/>), or by
/// orthogonal factors (<see cref="RidgeDirect"/>); where neither is worth while, where the last steps took little away.
/// </summary>
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
        var direct = new RidgeDirect(samples, output, alpha, RidgeGap.Nearness(tolerance, isTheirs: scales is null), cancellation);
        if (samples.Columns <= samples.Rows || scales is null)
        {
            return Ended(Run(scales, maxIterations ?? StepsPerUnknown * least, w), w);
        }

        // With more features than samples A·D has directions that only α tells apart, and A never comes to them. Where A does not come to an end either, they are the lesser evil.
        var (steps, converged) = Ended(Run(null, maxIterations ?? StepsPerUnknown * least, w), w);
        if (converged || alpha == 0 || maxIterations is not null)
        {
            return (steps, converged);
        }

        (var more, converged) = Run(scales, StepsPerUnknown * samples.Columns, w);
        return Ended((steps + more, converged), w);

        (int Steps, bool Converged) Ended((int Steps, bool Converged) end, Span<double> solution) =>
            (end.Steps, end.Converged || (maxIterations is null && direct.Finish(solution, end.Steps)));

        (int Steps, bool Converged) Run(double[]? sizes, int most, Span<double> solution)
        {
            var matrix = new LsqrMatrix(samples, damp, sizes);
            var gap = new RidgeGap(samples, alpha, sizes, RidgeGap.Nearness(tolerance, isTheirs: sizes is null), cancellation);
            var rules = new LsqrRules(tolerance, most)
            {
                Gap = scales is null ? PlainGap : Gap,
                Judge = (slope, norm, step, z) =>
                {
                    if (gap.IsNear(slope * slope, norm * norm, step))
                    {
                        return LsqrVerdict.Near;
                    }

                    var point = z.ToArray();
                    matrix.ToColumns(point);
                    return direct.IsNear(point, step) switch
                    {
                        true => LsqrVerdict.Near,
                        false => maxIterations is null ? LsqrVerdict.Hopeless : LsqrVerdict.Far,
                        null => LsqrVerdict.Unknown,
                    };
                },
            };
            return Lsqr.Solve(matrix, samples.Target(output), rules, solution, cancellation);
        }
    }
}
