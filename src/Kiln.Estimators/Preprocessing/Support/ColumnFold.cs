using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>Two numbers gathered over the values of a column, each value seen beside a number that belongs to the column.</summary>
internal interface IColumnTerms
{
    /// <summary>What both begin with.</summary>
    public static abstract (double First, double Second) Start { get; }

    /// <summary>Takes one value.</summary>
    public static abstract void Add(double x, double a, ref double first, ref double second);

    /// <summary>Takes lanes of values.</summary>
    public static abstract void Add(Vector<double> x, Vector<double> a, ref Vector<double> first, ref Vector<double> second);

    /// <summary>Two parts as one.</summary>
    public static abstract (double First, double Second) Join((double First, double Second) left, (double First, double Second) right);
}

/// <summary>Sums and extremes of the columns of dense features. Rows are cut into blocks by the shape; the parts are joined in order.</summary>
internal static class ColumnFold
{
    /// <summary>Up to here the sums of the columns stay in the first-level cache beside the rows.</summary>
    public const int MostColumns = 256;

    /// <summary>Gathers both numbers of every column.</summary>
    /// <param name="x">Dense features.</param>
    /// <param name="a">A number for each column.</param>
    public static (double[] First, double[] Second) Run<TTerms>(Features x, double[] a)
        where TTerms : struct, IColumnTerms
    {
        var columns = x.Columns;
        var repeat = ColumnMap.Repeats(columns);
        var wide = ColumnMap.Repeat(a, repeat);
        var parts = new (double First, double Second)[NumberedBlocks.Count(x.Rows, columns) * columns];
        NumberedBlocks.Run(x.Rows, columns, (block, from, to) =>
        {
            var (first, second) = (new double[wide.Length], new double[wide.Length]);
            first.AsSpan().Fill(TTerms.Start.First);
            second.AsSpan().Fill(TTerms.Start.Second);
            Block<TTerms>(FeaturesMarshal.GetSpan(x)[(from * columns)..(to * columns)], wide, first, second);
            for (var c = 0; c < columns; c++)
            {
                var part = TTerms.Start;
                for (var i = c; i < wide.Length; i += columns)
                {
                    part = TTerms.Join(part, (first[i], second[i]));
                }

                parts[(block * columns) + c] = part;
            }
        });
        GC.KeepAlive(x);

        var (left, right) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            var whole = TTerms.Start;
            for (var i = c; i < parts.Length; i += columns)
            {
                whole = TTerms.Join(whole, parts[i]);
            }

            (left[c], right[c]) = whole;
        }

        return (left, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TTerms>(ReadOnlySpan<double> x, double[] a, double[] first, double[] second)
        where TTerms : struct, IColumnTerms
    {
        for (var start = 0; start < x.Length; start += a.Length)
        {
            var length = Math.Min(a.Length, x.Length - start);
            var row = x.Slice(start, length);
            var i = 0;
            for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var (one, two) = (new Vector<double>(first, i), new Vector<double>(second, i));
                TTerms.Add(new Vector<double>(row[i..]), new Vector<double>(a, i), ref one, ref two);
                one.CopyTo(first, i);
                two.CopyTo(second, i);
            }

            for (; i < length; i++)
            {
                TTerms.Add(row[i], a[i], ref first[i], ref second[i]);
            }
        }
    }
}
