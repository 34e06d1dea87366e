using System.Numerics;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>A function of a value and of two numbers that belong to its column, for one value and for lanes.</summary>
internal interface IColumnOperator
{
    public static abstract double Of(double x, double a, double b);

    public static abstract Vector<double> Of(Vector<double> x, Vector<double> a, Vector<double> b);
}

/// <summary>
/// One function over all values of dense features, with numbers for each column. The columns' numbers are repeated to a row of at least 128 (a multiple of the
/// lanes), so that the inner loop runs over several short rows at once and lanes never end at a row's end.
/// </summary>
internal static class ColumnMap
{
    private const int Width = 128;

    /// <summary>Maps dense features; throws when one of them, or what comes of it, is infinite, or NaN where that is not allowed.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Dense features that need not be checked before: the loop finds what is not finite on its way.</param>
    /// <param name="a">A number for each column.</param>
    /// <param name="b">Another number for each column.</param>
    /// <param name="allowMissing">Whether NaN may be there; it stays.</param>
    /// <param name="into">Takes the results, as many as there are values: a new array by default, or the array that holds x.</param>
    public static Features Run<TOperator>(string owner, Features x, double[] a, double[] b, bool allowMissing = true, double[]? into = null)
        where TOperator : struct, IColumnOperator
    {
        var columns = x.Columns;
        var repeat = Repeats(columns);
        var (wideA, wideB) = (Repeat(a, repeat), Repeat(b, repeat));
        var strange = 0;
        var result = ResultRows.Make(x.Rows, columns, x.Names, (from, to, target) =>
        {
            var source = FeaturesMarshal.GetSpan(x)[(from * columns)..(to * columns)];
            if (!(allowMissing ? Block<TOperator, NoInfinity>(source, target, wideA, wideB) : Block<TOperator, OnlyFinite>(source, target, wideA, wideB)))
            {
                Volatile.Write(ref strange, 1);
            }
        }, into);
        if (strange != 0)
        {
            Inputs.CheckFinite(owner, x, allowMissing);
            Overflow.CheckResult(owner, x, result, allowMissing, "the result");
        }

        GC.KeepAlive(x);
        return result;
    }

    /// <summary>How often the numbers of the columns are repeated.</summary>
    public static int Repeats(int columns)
    {
        var repeat = Math.Max(1, Width / columns);
        return columns > 4096 ? 1 : (repeat + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
    }

    /// <summary>Numbers, some times one after the other.</summary>
    public static double[] Repeat(double[] numbers, int times)
    {
        var wide = new double[numbers.Length * times];
        for (var i = 0; i < times; i++)
        {
            numbers.CopyTo(wide, i * numbers.Length);
        }

        return wide;
    }

    /// <summary>False when a value is strange.</summary>
    private static bool Block<TOperator, TStrange>(ReadOnlySpan<double> x, Span<double> result, double[] a, double[] b)
        where TOperator : struct, IColumnOperator
        where TStrange : struct, IStrangeValue
    {
        var strange = Vector<long>.Zero;
        ref var rowA = ref MemoryMarshal.GetArrayDataReference(a);
        ref var rowB = ref MemoryMarshal.GetArrayDataReference(b);
        for (var start = 0; start < x.Length; start += a.Length)
        {
            var length = Math.Min(a.Length, x.Length - start);
            ref var from = ref MemoryMarshal.GetReference(x.Slice(start, length));
            ref var to = ref MemoryMarshal.GetReference(result.Slice(start, length));
            var i = 0;
            for (; i <= length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var value = Vector.LoadUnsafe(ref from, (nuint)i);
                var mapped = TOperator.Of(value, Vector.LoadUnsafe(ref rowA, (nuint)i), Vector.LoadUnsafe(ref rowB, (nuint)i));
                strange |= TStrange.Of(value) | TStrange.Of(mapped);
                mapped.StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < length; i++)
            {
                var value = x[start + i];
                var mapped = TOperator.Of(value, a[i], b[i]);
                strange |= TStrange.Of(new Vector<double>(value)) | TStrange.Of(new Vector<double>(mapped));
                result[start + i] = mapped;
            }
        }

        return !TStrange.Any(strange);
    }

    /// <summary>Which values cannot be taken.</summary>
    private interface IStrangeValue
    {
        /// <summary>What is or'ed together over all values.</summary>
        public static abstract Vector<long> Of(Vector<double> x);

        /// <summary>Whether one of them cannot be taken.</summary>
        public static abstract bool Any(Vector<long> traces);
    }

    private readonly struct OnlyFinite : IStrangeValue
    {
        public static Vector<long> Of(Vector<double> x) => NotFinite.Trace(x);

        public static bool Any(Vector<long> traces) => NotFinite.Any(traces);
    }

    private readonly struct NoInfinity : IStrangeValue
    {
        public static Vector<long> Of(Vector<double> x) => Vector.Equals(Vector.Abs(x), new Vector<double>(double.PositiveInfinity));

        public static bool Any(Vector<long> traces) => traces != Vector<long>.Zero;
    }
}
