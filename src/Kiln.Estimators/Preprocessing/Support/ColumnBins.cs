using System.Numerics;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>
/// Counts for each value how many inner edges of its column are at or below it. With few bins every edge is compared, for lanes of values at a time, the edges repeated
/// over several rows as in <see cref="ColumnMap"/>; a column with fewer bins than others has edges at infinity. With many bins each value is looked up.
/// </summary>
internal sealed class ColumnBins
{
    private const int MostCompared = 16;

    private readonly double[][] _edges;
    private readonly int _levels;
    private readonly int _width;
    private readonly double[] _wide;

    /// <summary>Prepares the edges.</summary>
    /// <param name="edges">For each column the edges of its bins, the outer ones included.</param>
    public ColumnBins(double[][] edges)
    {
        _edges = edges;
        _levels = edges.Max(edge => edge.Length) - 2;
        var repeat = ColumnMap.Repeats(edges.Length);
        _width = edges.Length * repeat;
        _wide = _levels > MostCompared ? [] : new double[_levels * _width];
        for (var i = 0; i < _wide.Length; i++)
        {
            var (edge, level) = (edges[i % _width % edges.Length], (i / _width) + 1);
            _wide[i] = level < edge.Length - 1 ? edge[level] : double.PositiveInfinity;
        }
    }

    /// <summary>The bins of whole rows of values; false when a value is not finite.</summary>
    public bool Of(ReadOnlySpan<double> values, Span<double> bins) => _levels > MostCompared ? Search(values, bins) : Compare(values, bins);

    private bool Compare(ReadOnlySpan<double> values, Span<double> bins)
    {
        var strange = Vector<long>.Zero;
        ref var edges = ref MemoryMarshal.GetArrayDataReference(_wide);
        for (var start = 0; start < values.Length; start += _width)
        {
            var length = Math.Min(_width, values.Length - start);
            ref var from = ref MemoryMarshal.GetReference(values.Slice(start, length));
            ref var to = ref MemoryMarshal.GetReference(bins.Slice(start, length));
            var i = 0;
            for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var value = Vector.LoadUnsafe(ref from, (nuint)i);
                strange |= NotFinite.Trace(value);
                var count = Vector<long>.Zero;
                for (var edge = i; edge < _wide.Length; edge += _width)
                {
                    count -= Vector.GreaterThanOrEqual(value, Vector.LoadUnsafe(ref edges, (nuint)edge));
                }

                Vector.ConvertToDouble(count).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < length; i++)
            {
                var value = values[start + i];
                strange |= NotFinite.Trace(new Vector<double>(value));
                bins[start + i] = BinOf(value, _edges[i % _edges.Length]);
            }
        }

        return !NotFinite.Any(strange);
    }

    private bool Search(ReadOnlySpan<double> values, Span<double> bins)
    {
        for (int i = 0, c = 0; i < values.Length; i++, c = c + 1 == _edges.Length ? 0 : c + 1)
        {
            bins[i] = BinOf(values[i], _edges[c]);
        }

        return Inputs.AllFinite(values);
    }

    private static int BinOf(double value, double[] edges)
    {
        var (low, high) = (1, edges.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = edges[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
