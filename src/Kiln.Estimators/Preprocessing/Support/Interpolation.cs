namespace Kiln.Estimators;

/// <summary>Piecewise linear functions through points, constant beyond them.</summary>
internal static class Interpolation
{
    /// <summary>Of points at the same place the last counts (NumPy: <c>interp(x, xs, ys)</c>).</summary>
    public static double Below(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        // The last point at or below x.
        var (low, high) = (-1, xs.Length);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            (low, high) = xs[middle] <= x ? (middle, high) : (low, middle);
        }

        return low < 0 ? ys[0] : low == xs.Length - 1 ? ys[^1] : Between(x, xs, ys, low);
    }

    /// <summary>Of points at the same place the first counts (NumPy: <c>-interp(-x, -xs[::-1], -ys[::-1])</c>).</summary>
    public static double Above(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        // The first point at or above x.
        var (low, high) = (-1, xs.Length);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            (low, high) = xs[middle] < x ? (middle, high) : (low, middle);
        }

        return high == xs.Length ? ys[^1] : high == 0 ? ys[0] : xs[high] == x ? ys[high] : Between(x, xs, ys, high - 1);
    }

    private static double Between(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int at)
    {
        var distance = xs[at + 1] - xs[at];
        return distance == 0 ? ys[at] : ((ys[at + 1] - ys[at]) / distance * (x - xs[at])) + ys[at];
    }
}
