using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>Whether any element is not zero; false of nothing.</summary>
    /// <param name="x">outer · reduced · inner truth values.</param>
    /// <param name="y">outer · inner truth values, 0 or 1.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    public static void Any(ReadOnlySpan<byte> x, Span<byte> y, int outer, int reduced, int inner)
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (byte* px = x, py = y)
        {
            RunOuter(outer, reduced, inner, new LogicalFold(px, py, reduced, inner, any: true));
        }
    }

    /// <summary>Whether all elements are not zero; true of nothing.</summary>
    /// <inheritdoc cref="Any"/>
    public static void All(ReadOnlySpan<byte> x, Span<byte> y, int outer, int reduced, int inner)
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (byte* px = x, py = y)
        {
            RunOuter(outer, reduced, inner, new LogicalFold(px, py, reduced, inner, any: false));
        }
    }

    private readonly struct LogicalFold(byte* x, byte* y, int reduced, int inner, bool any) : IRangeBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long first, int count)
        {
            for (var outer = first; outer < first + count; outer++)
            {
                var result = new Span<byte>(y + (outer * inner), inner);
                var row = x + (outer * reduced * inner);
                if (inner == 1)
                {
                    var run = new ReadOnlySpan<byte>(row, reduced);
                    result[0] = (any ? run.ContainsAnyExcept((byte)0) : !run.Contains((byte)0)) ? (byte)1 : (byte)0;
                    continue;
                }

                result.Fill(any ? (byte)0 : (byte)1);
                for (var r = 0; r < reduced; r++, row += inner)
                {
                    for (var column = 0; column < inner; column++)
                    {
                        var value = row[column] != 0 ? (byte)1 : (byte)0;
                        result[column] = (byte)(any ? result[column] | value : result[column] & value);
                    }
                }
            }
        }
    }
}
