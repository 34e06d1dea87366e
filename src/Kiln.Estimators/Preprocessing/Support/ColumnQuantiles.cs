using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>The values of each column, missing ones left out, and quantiles of them.</summary>
internal static class ColumnQuantiles
{
    /// <summary>Columns gathered at a time: half a cache line of each row, so that no line is read for one number.</summary>
    private const int Group = 4;

    /// <summary>Columns of more rows are gathered alone, to bound the memory.</summary>
    private const int LongColumn = 1 << 20;

    /// <summary>Gives each column's values, in the order of the rows, to a function that may reorder them; groups of columns run side by side.</summary>
    public static void Run(Features x, ColumnValues body)
    {
        if (x.Kind == FeaturesKind.Sparse)
        {
            var sparse = x.Sparse!.Transpose();
            NumberedBlocks.Each(x.Columns, c =>
            {
                // The zeros of a sparse column are values like any other.
                var room = ArrayPool<double>.Shared.Rent(x.Rows);
                var values = room.AsSpan(0, x.Rows);
                values.Clear();
                sparse.Row(c).Values.Span.CopyTo(values);
                var count = 0;
                foreach (var value in values)
                {
                    values[count] = value;
                    count += double.IsNaN(value) ? 0 : 1;
                }

                body(c, values[..count]);
                ArrayPool<double>.Shared.Return(room);
            });
            return;
        }

        var width = x.Rows > LongColumn ? 1 : Group;
        NumberedBlocks.Each((x.Columns + width - 1) / width, group =>
        {
            var first = group * width;
            var columns = Math.Min(width, x.Columns - first);
            var room = ArrayPool<double>.Shared.Rent(columns * x.Rows);
            Span<int> counts = stackalloc int[Group];
            counts.Clear();
            Gather(x, first, columns, room, counts);
            for (var c = 0; c < columns; c++)
            {
                body(first + c, room.AsSpan(c * x.Rows, counts[c]));
            }

            ArrayPool<double>.Shared.Return(room);
        });
    }

    /// <summary>Gives each column's values, sorted, to a function.</summary>
    public static void RunSorted(Features x, ColumnValues body) => Run(x, (c, values) =>
    {
        FloatSort.Ascending(values);
        body(c, values);
    });

    /// <summary>A quantile with linear interpolation between neighbours, as NumPy's default (Hyndman and Fan's seventh); NaN of nothing.</summary>
    /// <param name="sorted">Values, ascending.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var (left, right, part) = Place(sorted.Length, share);
        return Between(sorted[left], sorted[right], part);
    }

    /// <summary>The lower weighted quantile, as scikit-learn's: the first value up to which the weights reach a share of them all; of a share of 0 the first value with any weight.</summary>
    /// <param name="sorted">Values, ascending.</param>
    /// <param name="reached">The sum of the weights up to each.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Weighted(ReadOnlySpan<double> sorted, ReadOnlySpan<double> reached, double share)
    {
        var wanted = Math.Max(share * reached[^1], double.Epsilon);
        var (from, to) = (0, sorted.Length - 1);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = reached[middle] < wanted ? (middle + 1, to) : (from, middle);
        }

        return sorted[from];
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of nothing.</summary>
    public static double Median(ReadOnlySpan<double> sorted) => sorted.Length switch
    {
        0 => double.NaN,
        _ when sorted.Length % 2 == 1 => sorted[sorted.Length / 2],
        _ => (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2,
    };

    /// <summary>Between which ranks a quantile lies, and how far from the left one.</summary>
    public static (int Left, int Right, double Part) Place(int count, double share)
    {
        var place = share * (count - 1);
        var left = (int)Math.Floor(place);
        return (left, Math.Min(count - 1, left + 1), place - left);
    }

    /// <summary>The value between two neighbours, from the nearer one, as NumPy goes, so that the rounding is the same.</summary>
    public static double Between(double left, double right, double part)
    {
        var distance = right - left;
        return part >= 0.5 ? right - (distance * (1 - part)) : left + (distance * part);
    }

    private static void Gather(Features x, int first, int columns, Span<double> room, Span<int> counts)
    {
        var rows = x.Rows;
        ref var from = ref MemoryMarshal.GetReference(x.Values[first..]);

        // Blocks of rows stay in the first-level cache until all columns of the group are taken.
        const int Rows = 256;
        for (var start = 0; start < rows; start += Rows)
        {
            var end = Math.Min(rows, start + Rows);
            for (var c = 0; c < columns; c++)
            {
                var to = room.Slice(c * rows, rows);
                var count = counts[c];
                for (var row = start; row < end; row++)
                {
                    var value = Unsafe.Add(ref from, ((nint)row * x.Columns) + c);
                    to[count] = value;
                    count += double.IsNaN(value) ? 0 : 1;
                }

                counts[c] = count;
            }
        }
    }
}

/// <summary>Takes a column and its values.</summary>
internal delegate void ColumnValues(int column, Span<double> values);
