namespace Kiln.Estimators;

/// <summary>The values of each column in order, missing ones left out, and quantiles of them.</summary>
internal static class ColumnQuantiles
{
    /// <summary>Gives each column's values, sorted, to a function; columns run side by side.</summary>
    public static void Run(Features x, SortedColumn body)
    {
        var sparse = x.Kind == FeaturesKind.Sparse ? SparseColumns.Of(x.Sparse!) : null;
        NumberedBlocks.Each(x.Columns, c =>
        {
            // The zeros of a sparse column are values like any other.
            var values = new double[x.Rows];
            sparse?.Column(c).CopyTo(values);
            var count = 0;
            if (sparse is null)
            {
                var all = x.Values;
                for (int i = c, row = 0; row < values.Length; i += x.Columns, row++)
                {
                    values[count] = all[i];
                    count += double.IsNaN(all[i]) ? 0 : 1;
                }
            }
            else
            {
                foreach (var value in values)
                {
                    values[count] = value;
                    count += double.IsNaN(value) ? 0 : 1;
                }
            }

            var sorted = values.AsSpan(0, count);
            FloatSort.Ascending(sorted);
            body(c, sorted);
        });
    }

    /// <summary>A quantile with linear interpolation between neighbours, as NumPy's default (Hyndman and Fan's seventh); NaN of nothing.</summary>
    /// <param name="sorted">Values, ascending.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var at = Math.Floor(place);
        var left = sorted[(int)at];
        var right = sorted[Math.Min(sorted.Length - 1, (int)at + 1)];

        // From the nearer end, as NumPy does, so that the rounding is the same.
        var (part, distance) = (place - at, right - left);
        return part >= 0.5 ? right - (distance * (1 - part)) : left + (distance * part);
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of nothing.</summary>
    public static double Median(ReadOnlySpan<double> sorted) => sorted.Length switch
    {
        0 => double.NaN,
        _ when sorted.Length % 2 == 1 => sorted[sorted.Length / 2],
        _ => (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2,
    };
}

/// <summary>Takes a column and its values in order.</summary>
internal delegate void SortedColumn(int column, ReadOnlySpan<double> sorted);
