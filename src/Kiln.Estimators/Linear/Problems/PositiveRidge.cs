using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// A ridge whose coefficients are 0 or more: coordinate descent on AᵀA, which minimizes exactly over one coefficient after the other, and active sets from the columns it came to where
/// that takes long.
/// </summary>
internal static class PositiveRidge
{
    private const int MostPasses = 500;

    // Of the objective, relative: coefficients then have some six digits, for a few passes more than the objective itself would need.
    private const double MostGap = 1e-12;

    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Solves for one output, with the products of all; returns the passes made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(
        CentredSamples samples, GramProblem gram, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (passes, isDone) = Descend(gram, output, alpha, Math.Min(tolerance, MostGap), maxIterations ?? MostPasses, w, cancellation);
        if (isDone || maxIterations is not null)
        {
            return (passes, isDone);
        }

        // One coefficient at a time does not come far where columns nearly depend on each other: active sets do.
        var other = w.ToArray();
        isDone = NonNegativeLeastSquares.Solve(samples, gram, output, alpha, other, cancellation);
        if (!(RidgeObjective.Of(samples, output, alpha, other) <= RidgeObjective.Of(samples, output, alpha, w)))
        {
            return (passes, false);
        }

        other.CopyTo(w);
        return (passes, isDone);
    }

    /// <summary>Passes over the coefficients, from zeros on, until the objective is within a tolerance, relative, of its minimum.</summary>
    private static (int Passes, bool IsDone) Descend(GramProblem gram, int output, double alpha, double tolerance, int most, Span<double> w, CancellationToken cancellation)
    {
        var n = w.Length;
        var (matrix, diagonal) = (gram.Gram, gram.Diagonal());

        // Aᵀ(b − A·w), and what it may be off by: of each element ε times what it is a sum of.
        var rest = gram.Cross.AsSpan(output * n, n).ToArray();
        var noise = Epsilon * Epsilon * gram.Squares[output] * TensorPrimitives.Sum<double>(diagonal);
        for (var pass = 1; pass <= most; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < n; i++)
            {
                var step = diagonal[i] + alpha > 0 ? Math.Max(-w[i], (rest[i] - (alpha * w[i])) / (diagonal[i] + alpha)) : 0;
                if (step != 0)
                {
                    w[i] += step;
                    TensorPrimitives.MultiplyAdd(matrix.AsSpan(i * n, n), -step, rest, rest);
                }
            }

            if (Gap(rest, w, alpha, noise) <= tolerance * Objective(gram, output, alpha, w, rest))
            {
                return (pass, true);
            }
        }

        return (most, false);
    }

    /// <summary>
    /// How far ‖A w − b‖² + α ‖w‖² is above its minimum, at most. Its dual at θ is 2 b·θ − ‖θ‖² − ‖max(0, Aᵀθ)‖² / α (J. Nocedal and S. Wright, "Numerical Optimization", 2006, section
    /// 12.9); less the dual at the residual, with c = Aᵀ(b − A·w), it is Σ (max(0, c) − α w)² / α − 2 w min(0, c): no sum of large numbers that cancel.
    /// </summary>
    private static double Gap(ReadOnlySpan<double> rest, ReadOnlySpan<double> w, double alpha, double noise)
    {
        var gap = noise;
        for (var i = 0; i < w.Length; i++)
        {
            var off = Math.Max(0, rest[i]) - (alpha * w[i]);
            gap += (off * off) - (2 * alpha * w[i] * Math.Min(0, rest[i]));
        }

        return gap / alpha;
    }

    /// <summary>‖A w − b‖² + α ‖w‖² = bᵀb − w·(Aᵀb + c) + α ‖w‖², less what rounding may add to it.</summary>
    private static double Objective(GramProblem gram, int output, double alpha, ReadOnlySpan<double> w, ReadOnlySpan<double> rest)
    {
        var square = gram.Squares[output];
        var sum = TensorPrimitives.Dot(w, gram.Cross.AsSpan(output * w.Length, w.Length)) + TensorPrimitives.Dot(w, rest);
        return square - sum + (alpha * TensorPrimitives.SumOfSquares(w)) - (100 * Epsilon * square);
    }
}
