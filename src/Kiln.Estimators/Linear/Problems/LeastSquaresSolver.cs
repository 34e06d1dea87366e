using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Plain least squares, by the cheapest way that is exact for the samples at hand.</summary>
internal static class LeastSquaresSolver
{
    // Beyond, AᵀA is too large to be worth making.
    private const int MostGramFeatures = 4_096;

    // Sparse samples up to this size are made dense where the rank is in doubt; larger ones are left to LSQR.
    private const long MostDenseElements = 1 << 25;

    // LSQR's tolerance, at the rounding of numbers; and how near the solution is where it ends before. (The bound is a sum over all directions, of which the worst counts: the solution is
    // some ten times nearer.)
    private const double Rounding = 1e-14;
    private const double Error = 1e-8;

    /// <summary>The coefficients of smallest norm among the best, (outputs, features).</summary>
    public static double[] Solve(CentredSamples samples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (samples.Rows >= samples.Columns && samples.Columns <= MostGramFeatures && NormalEquations.Solve(samples, samples.Gram(cancellation), [0], anyCondition: false, cancellation) is { } solved)
        {
            return solved;
        }

        cancellation.ThrowIfCancellationRequested();
        return samples.IsSparse && (long)samples.Rows * samples.Columns > MostDenseElements ? Iterate(samples, cancellation) : Factor(samples, cancellation);
    }

    private static double[] Factor(CentredSamples samples, CancellationToken cancellation)
    {
        var (rows, n, outputs) = (samples.Rows, samples.Columns, samples.Outputs);
        var coefficients = new double[n * outputs];

        // What rounding leaves of a column that comes twice is some ε of the largest singular value. scipy.linalg.lstsq takes what is above one ε for a direction: then coefficients are
        // 1e13 and more, and the squares some percent above their minimum.
        var noise = Math.Min(rows, n) * (double.BitIncrement(1) - 1);
        LeastSquares.Solve(rows, n, outputs, samples.ToRows(), n, samples.TargetRows(), outputs, coefficients.AsSpan(), outputs, noise, cancellation);
        return OutputOrder.ByOutput(coefficients, n, outputs);
    }

    private static double[] Iterate(CentredSamples samples, CancellationToken cancellation)
    {
        var (n, coefficients) = (samples.Columns, new double[samples.Outputs * samples.Columns]);
        var rules = new LsqrRules(Rounding, 10 * n) { Error = Error, ConditionLimit = 1e15 };
        var scales = IndependentColumns.Scales(samples, cancellation);
        for (var output = 0; output < samples.Outputs; output++)
        {
            Lsqr.Solve(new(samples, 0, scales), samples.Target(output), rules, coefficients.AsSpan(output * n, n), cancellation);
        }

        return coefficients;
    }
}
