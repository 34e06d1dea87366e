using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Quantiles and the median of values that need not be sorted for it: the same numbers as <see cref="ColumnQuantiles"/> gives of the sorted ones.</summary>
internal sealed class RankedValues
{
    private readonly int _count;
    private readonly int[] _ranks;
    private readonly double[] _values;

    /// <summary>Finds what the median (where wanted) and some quantiles lie between.</summary>
    /// <param name="values">Values without NaN, in any order.</param>
    /// <param name="median">Whether the median will be asked for.</param>
    /// <param name="shares">The quantiles that will be asked for, from 0 to 1.</param>
    public RankedValues(ReadOnlySpan<double> values, bool median, params ReadOnlySpan<double> shares)
    {
        _count = values.Length;
        var ranks = new List<int>();
        foreach (var share in shares)
        {
            var (left, right, _) = ColumnQuantiles.Place(_count, share);
            ranks.AddRange([left, right]);
        }

        if (median)
        {
            ranks.AddRange([Math.Max(0, (_count / 2) - 1), _count / 2]);
        }

        ranks.Sort();
        _ranks = _count == 0 ? [] : [.. ranks];
        _values = new double[_ranks.Length];
        RankSelection.Select(values, _ranks, _values);
    }

    /// <summary>The middle value, or the mean of the two middle ones; NaN of nothing.</summary>
    public double Median => _count == 0 ? double.NaN : _count % 2 == 1 ? At(_count / 2) : (At((_count / 2) - 1) + At(_count / 2)) / 2;

    /// <summary>A quantile with linear interpolation between neighbours; NaN of nothing.</summary>
    public double Quantile(double share)
    {
        if (_count == 0)
        {
            return double.NaN;
        }

        var (left, right, part) = ColumnQuantiles.Place(_count, share);
        return ColumnQuantiles.Between(At(left), At(right), part);
    }

    private double At(int rank) => _values[Array.BinarySearch(_ranks, rank)];
}
