using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// How far a ridge's objective is above its least value, at most: with the gradient g at hand it is gᵀ(AᵀA + αI)⁻¹g above, which is no more than ‖D g‖² times the norm of
/// (D (AᵀA + αI) D)⁻¹. An iterative solver knows only the directions it came through, and this norm is of all of them.
/// </summary>
/// <remarks>
/// AᵀA is a sum over samples, and no part of that sum is above the whole: where there are many, a few of them for each feature bound the norm for a fraction of one step.
/// </remarks>
/// <param name="samples">A.</param>
/// <param name="alpha">α.</param>
/// <param name="scales">The diagonal of D, or null for ones.</param>
/// <param name="near">What counts as near, of the objective (<see cref="Nearness"/>).</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class RidgeGap(CentredSamples samples, double alpha, double[]? scales, double near, CancellationToken cancellation)
{
    private const double Near = 1e-7;

    // Where the steps are scikit-learn's, so that at its tolerance of 1e-4 they end where those do.
    private const double MostPlainNear = 4e-6;
    private const double PlainNearOfTolerance = 0.04;

    // Of the samples one in so many, within so many for each feature.
    private const int Share = 64;
    private const int Fewest = 2;
    private const int Most = 64;

    // Rows side by side, which are read together.
    private const int Panel = 8;

    // Added to the features, so that few of them are told by more samples than a few.
    private const int Spare = 32;
    private const int MostColumns = 500;

    private double? _inverse;

    private int Part => Math.Clamp(samples.Rows / Share, Fewest * (samples.Columns + Spare), Most * (samples.Columns + Spare)) / Panel * Panel;

    /// <summary>How far the objective may be above the least one, relative, where a solver says that it converged. It is about quadratic in the gradient, which a tolerance is of.</summary>
    /// <param name="tolerance">What the user asked for.</param>
    /// <param name="isTheirs">Whether the steps are scikit-learn's: of a deterministic method, on columns as they were given.</param>
    public static double Nearness(double tolerance, bool isTheirs) => Math.Max(isTheirs ? Math.Clamp(PlainNearOfTolerance * tolerance, Near, MostPlainNear) : Near, tolerance * tolerance);

    /// <summary>Whether the objective is near the least one for certain.</summary>
    /// <param name="square">‖D g‖², with g = Aᵀ(A w − b) + α w.</param>
    /// <param name="objective">‖A w − b‖² + α ‖w‖².</param>
    /// <param name="steps">Products with A and Aᵀ made so far: a part of AᵀA is made only where it costs little beside them.</param>
    public bool IsNear(double square, double objective, int steps)
    {
        var (most, least) = (near * objective, scales is null ? 1 : TensorPrimitives.Min<double>(scales));
        return square <= most * alpha * least * least || ((_inverse is not null || IsWorthwhile(steps)) && square * (_inverse ??= InverseNorm()) <= most);
    }

    private bool IsWorthwhile(int steps)
    {
        var n = (long)samples.Columns;
        return !samples.IsSparse && n <= MostColumns && samples.Rows > 2 * Part && ((Part * n * n) + (n * n * n)) <= 2 * steps * samples.Work;
    }

    /// <summary>The norm of (D (BᵀB + αI) D)⁻¹, where B is some of the rows of A; infinite where rounding does not tell.</summary>
    private unsafe double InverseNorm()
    {
        var (n, count) = (samples.Columns, Part);
        var (rows, gram) = (new double[count * n], new double[n * n]);
        fixed (double* to = rows)
        {
            for (var i = 0; i < count; i += Panel)
            {
                samples.DenseRows((int)((long)i * samples.Rows / count), Panel, to + ((nint)i * n), n);
            }
        }

        MatMul.Multiply(n, n, count, rows, n, true, rows, n, false, gram, n);
        return RidgeCholesky.Of(gram, n, alpha, scales, cancellation)?.InverseNorm() ?? double.PositiveInfinity;
    }
}
