using System.Numerics.Tensors;
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

    // What may be left of b where it can be reached, relative.
    private const double MostRest = 1e-12;

    private const int MostRefinements = 3;

    /// <summary>The coefficients of smallest norm among the best, (outputs, features).</summary>
    public static double[] Solve(CentredSamples samples, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (samples.Rows >= samples.Columns && samples.Columns <= MostGramFeatures && NormalEquations.Solve(samples, samples.Gram(cancellation), [0], anyCondition: false, cancellation) is { } solved)
        {
            return solved;
        }

        cancellation.ThrowIfCancellationRequested();
        return IsTooLarge(samples) ? Iterate(samples, cancellation) : Factor(samples, cancellation);
    }

    /// <summary>Whether the samples are sparse, and too large to be made dense.</summary>
    public static bool IsTooLarge(CentredSamples samples) => samples.IsSparse && (long)samples.Rows * samples.Columns > MostDenseElements;

    /// <summary>The same by orthogonal factors or singular values of the samples, of any rank.</summary>
    public static double[] Factor(CentredSamples samples, CancellationToken cancellation)
    {
        var (n, outputs) = (samples.Columns, samples.Outputs);
        var (rows, columns) = (IndependentRows.Of(samples), ColumnLengths.Of(samples));
        if (columns.Order.Length == 0 || (rows.Count > n && (columns.Order.Length < n || !columns.ArePlain)))
        {
            return UnlikeColumns.Solve(rows, columns, outputs, cancellation);
        }

        // What rounding leaves of a column that comes twice is some ε of the largest singular value. scipy.linalg.lstsq takes what is above one ε for a direction: then coefficients are
        // 1e13 and more, and the squares some percent above their minimum.
        var noise = ColumnLengths.Noise(rows.Count, n);
        var coefficients = new double[n * outputs];
        if (columns.ArePlain)
        {
            Least(rows, n, outputs, rows.B, coefficients, noise, cancellation);
        }
        else if (Least(rows, n, outputs, rows.B, coefficients, Math.Max(noise, columns.Rounding), cancellation) == rows.Count)
        {
            Refine(rows, n, outputs, coefficients, noise, cancellation);
        }
        else
        {
            return UnlikeColumns.Solve(rows, columns, outputs, cancellation);
        }

        return OutputOrder.ByOutput(coefficients, n, outputs);
    }

    /// <summary>The smallest x among the best for A·x = b, (features, outputs), and the rank of A.</summary>
    private static int Least(IndependentRows rows, int n, int outputs, ReadOnlySpan<double> b, Span<double> x, double noise, CancellationToken cancellation) =>
        LeastSquares.Solve(rows.Count, n, outputs, rows.A, n, b, outputs, x, outputs, noise, cancellation);

    /// <summary>Of a solution of A·x = b, with more features than samples, what rounding left of b is solved for as well: it is relative to the longest columns.</summary>
    private static void Refine(IndependentRows rows, int n, int outputs, double[] x, double noise, CancellationToken cancellation)
    {
        var b = rows.B.AsSpan(0, rows.Count * outputs);
        var (rest, step) = (Rest(x, out var left), new double[x.Length]);
        for (var i = 0; i < MostRefinements && left > MostRest * TensorPrimitives.Norm<double>(b); i++)
        {
            Least(rows, n, outputs, rest, step, noise, cancellation);
            TensorPrimitives.Add(x, step, step);
            rest = Rest(step, out var now);
            if (!(now < left))
            {
                return;
            }

            step.CopyTo(x, 0);
            left = now;
        }

        double[] Rest(double[] solution, out double norm)
        {
            var found = new double[rows.Count * outputs];
            MatMul.Multiply(rows.Count, outputs, n, rows.A, n, false, solution, outputs, false, found, outputs);
            TensorPrimitives.Subtract(rows.B.AsSpan(0, found.Length), found, found);
            norm = TensorPrimitives.Norm<double>(found);
            return found;
        }
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
