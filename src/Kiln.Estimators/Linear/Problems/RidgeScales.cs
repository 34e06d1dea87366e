namespace Kiln.Estimators;

/// <summary>
/// The variables of a ridge's iterative solvers: w = D·z with 1 / D² = ‖a‖² + α, in which every column (with the root of its α below it) is one long. The minimum is the same, and columns
/// a millionth of others no longer take steps of their own. (A. van der Sluis, "Condition numbers and equilibration of matrices", Numer. Math. 14, 1969: no other D is much better.)
/// </summary>
internal static class RidgeScales
{
    // Columns within this of each other take few steps as they are, and those are scikit-learn's.
    private const double MostSpread = 10;

    /// <summary>The diagonal of D; null where the columns are about of one size. Without a penalty null too where columns may depend on each other: the smallest of many solutions is that of the columns as they are.</summary>
    /// <param name="samples">A.</param>
    /// <param name="alpha">α.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[]? Of(CentredSamples samples, double alpha, CancellationToken cancellation) =>
        alpha == 0 ? IndependentColumns.Scales(samples, cancellation) : Unlike(Array.ConvertAll(samples.SquaredNorms(), square => 1 / Math.Sqrt(square + alpha)));

    /// <summary>The scales, unless they are finite and about the same; zeros do not count.</summary>
    /// <param name="scales">Of each column.</param>
    public static double[]? Unlike(double[] scales)
    {
        var (least, most) = (double.PositiveInfinity, 0.0);
        foreach (var scale in scales)
        {
            (least, most) = (scale > 0 ? Math.Min(least, scale) : least, Math.Max(most, scale));
        }

        return most > MostSpread * least && Inputs.AllFinite(scales) ? scales : null;
    }
}
