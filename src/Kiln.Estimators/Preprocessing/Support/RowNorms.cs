using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>Rows divided by their length, in one pass that also finds what is not finite.</summary>
internal static class RowNorms
{
    /// <summary>Divides each row by its length, unless that is 0; false when a value is not finite.</summary>
    /// <param name="norm">How the length is measured.</param>
    /// <param name="x">Rows.</param>
    /// <param name="y">The results; may be the rows themselves.</param>
    /// <param name="columns">Values of a row.</param>
    public static bool Divide(RowNorm norm, ReadOnlySpan<double> x, Span<double> y, int columns) => norm switch
    {
        RowNorm.L1 => Divide<Absolute>(x, y, columns),
        RowNorm.Max => Divide<Largest>(x, y, columns),
        _ => Divide<Squares>(x, y, columns),
    };

    private static bool Divide<TNorm>(ReadOnlySpan<double> x, Span<double> y, int columns)
        where TNorm : struct, INorm
    {
        var strange = Vector<long>.Zero;
        for (var start = 0; start < x.Length; start += columns)
        {
            ref var from = ref MemoryMarshal.GetReference(x.Slice(start, columns));
            ref var to = ref MemoryMarshal.GetReference(y.Slice(start, columns));
            var lanes = Vector<double>.Zero;
            var i = 0;
            for (; i <= columns - Vector<double>.Count; i += Vector<double>.Count)
            {
                var value = Vector.LoadUnsafe(ref from, (nuint)i);
                strange |= NotFinite.Trace(value);
                lanes = TNorm.Add(lanes, value);
            }

            var whole = i;
            for (; i < columns; i++)
            {
                // Each alone in the first lane, so that there is one way to add.
                var value = Vector.CreateScalar(Unsafe.Add(ref from, i));
                strange |= NotFinite.Trace(value);
                lanes = TNorm.Add(lanes, value);
            }

            var length = TNorm.Of(lanes);
            length = length == 0 ? 1 : length;
            var lengths = new Vector<double>(length);
            for (i = 0; i < whole; i += Vector<double>.Count)
            {
                (Vector.LoadUnsafe(ref from, (nuint)i) / lengths).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < columns; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) / length;
            }
        }

        return !NotFinite.Any(strange);
    }

    /// <summary>A length, gathered lane by lane.</summary>
    private interface INorm
    {
        public static abstract Vector<double> Add(Vector<double> lanes, Vector<double> values);

        public static abstract double Of(Vector<double> lanes);
    }

    private readonly struct Squares : INorm
    {
        public static Vector<double> Add(Vector<double> lanes, Vector<double> values) => lanes + (values * values);

        public static double Of(Vector<double> lanes) => Math.Sqrt(Vector.Sum(lanes));
    }

    private readonly struct Absolute : INorm
    {
        public static Vector<double> Add(Vector<double> lanes, Vector<double> values) => lanes + Vector.Abs(values);

        public static double Of(Vector<double> lanes) => Vector.Sum(lanes);
    }

    private readonly struct Largest : INorm
    {
        public static Vector<double> Add(Vector<double> lanes, Vector<double> values) => Vector.Max(lanes, Vector.Abs(values));

        public static double Of(Vector<double> lanes)
        {
            var largest = 0.0;
            for (var lane = 0; lane < Vector<double>.Count; lane++)
            {
                largest = Math.Max(largest, lanes[lane]);
            }

            return largest;
        }
    }
}
