using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// A ridge whose coefficients are 0 or more: coordinate descent on AᵀA, which minimizes exactly over one coefficient after the other. Where that takes long, active sets from the columns it
/// came to, and <see cref="PositiveRidgeDual"/>: with more features than samples first, with fewer where the gap of the sets says that they are not at the optimum.
/// </summary>
internal static class PositiveRidge
{
    private const int MostPasses = 500;

    // Of the objective, relative: coefficients then have some six digits, for a few passes more than the objective itself would need.
    private const double MostGap = 1e-12;

    // Where a gap that holds for certain is no more than this, relative, it is the optimum. Squares of residuals below some share of b's are rounding.
    private const double Near = 1e-6;
    private const double Rounding = 1e-28;

    private const int MostDualRows = 1_000;

    /// <summary>Solves for one output, with the products of all; returns the passes made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(
        CentredSamples samples, GramProblem gram, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (passes, isDone) = Descend(gram, output, alpha, Math.Min(tolerance, MostGap), maxIterations ?? MostPasses, w, cancellation);
        if (isDone || maxIterations is not null)
        {
            return (passes, isDone);
        }

        // One coefficient at a time does not come far where columns nearly depend on each other.
        if (samples.Rows < samples.Columns)
        {
            isDone = ByDual(samples, output, alpha, w, cancellation) || BySets(samples, gram, output, alpha, w, cancellation);
        }
        else
        {
            isDone = BySets(samples, gram, output, alpha, w, cancellation) || ByDual(samples, output, alpha, w, cancellation);
        }

        return (passes, isDone);
    }

    /// <summary>Goes on by active sets. Returns whether w is the optimum for certain.</summary>
    private static bool BySets(CentredSamples samples, GramProblem gram, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        var other = w.ToArray();
        var isDone = NonNegativeLeastSquares.Solve(samples, gram, output, alpha, other, cancellation);
        var isLower = RidgeObjective.Of(samples, output, alpha, other) <= RidgeObjective.Of(samples, output, alpha, w);
        if (isLower)
        {
            other.CopyTo(w);
        }

        if (alpha == 0)
        {
            return isLower && isDone;
        }

        // With what is left of b for the dual's θ.
        var c = new double[w.Length];
        samples.CentredTransposedResidual(output, w, c);
        return IsNear(samples, output, PositiveRidgeDual.Complement(c, w, alpha), RidgeObjective.Of(samples, output, alpha, w));
    }

    /// <summary>Goes on by the dual, unless its factors would be too large. Returns whether w is the optimum for certain.</summary>
    private static bool ByDual(CentredSamples samples, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        if (alpha == 0 || LeastSquaresSolver.IsTooLarge(samples) || Math.Min(samples.Rows, samples.Columns) > MostDualRows)
        {
            return false;
        }

        var dual = RowActiveSets.Of(samples, output, alpha, ActiveSetProblem.SizesOf(samples, alpha)).Reduced(cancellation).Dual();
        var other = w.ToArray();
        var gap = dual.Solve(other, cancellation);
        var objective = RidgeObjective.Of(samples, output, alpha, other);
        if (objective <= RidgeObjective.Of(samples, output, alpha, w))
        {
            other.CopyTo(w);
        }

        return IsNear(samples, output, gap, objective);
    }

    private static bool IsNear(CentredSamples samples, int output, double gap, double objective) =>
        gap <= (Near * objective) + (Rounding * TensorPrimitives.SumOfSquares(samples.Target(output)));

    /// <summary>Passes over the coefficients, from zeros on, until the objective is within a tolerance, relative, of its minimum.</summary>
    private static (int Passes, bool IsDone) Descend(GramProblem gram, int output, double alpha, double tolerance, int most, Span<double> w, CancellationToken cancellation)
    {
        var n = w.Length;
        var (matrix, diagonal) = (gram.Gram, gram.Diagonal());

        // Aᵀ(b − A·w), and what it may be off by: of each element ε times what it is a sum of.
        var rest = gram.Cross.AsSpan(output * n, n).ToArray();
        var noise = Float64.Epsilon * Float64.Epsilon * gram.Squares[output] * TensorPrimitives.Sum<double>(diagonal) / alpha;
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

            if (PositiveRidgeDual.Complement(rest, w, alpha) + noise <= tolerance * Objective(gram, output, alpha, w, rest))
            {
                return (pass, true);
            }
        }

        return (most, false);
    }

    /// <summary>‖A w − b‖² + α ‖w‖² = bᵀb − w·(Aᵀb + c) + α ‖w‖², less what rounding may add to it.</summary>
    private static double Objective(GramProblem gram, int output, double alpha, ReadOnlySpan<double> w, ReadOnlySpan<double> rest)
    {
        var square = gram.Squares[output];
        var sum = TensorPrimitives.Dot(w, gram.Cross.AsSpan(output * w.Length, w.Length)) + TensorPrimitives.Dot(w, rest);
        return square - sum + (alpha * TensorPrimitives.SumOfSquares(w)) - (100 * Float64.Epsilon * square);
    }
}
