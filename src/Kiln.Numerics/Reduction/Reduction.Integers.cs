using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>The sum of integers, in 64 bits; wraps.</summary>
    /// <typeparam name="T">int, long, byte or sbyte; byte for truth values too.</typeparam>
    /// <inheritdoc cref="Sum"/>
    public static void SumIntegers<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryInteger<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x)
        {
            fixed (long* py = y)
            {
                RunOuter(outer, reduced, inner, new IntegerFold<T>(px, py, reduced, inner, product: false));
            }
        }
    }

    /// <summary>The product of integers, in 64 bits; wraps; 1 of nothing.</summary>
    /// <typeparam name="T">int, long, byte or sbyte.</typeparam>
    /// <inheritdoc cref="Sum"/>
    public static void ProductIntegers<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryInteger<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x)
        {
            fixed (long* py = y)
            {
                RunOuter(outer, reduced, inner, new IntegerFold<T>(px, py, reduced, inner, product: true));
            }
        }
    }

    /// <summary>The product, multiplied in float64 and rounded once; 1 of nothing.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Product<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            RunOuter(outer, reduced, inner, new FloatProduct<T>(px, py, reduced, inner));
        }
    }

    // Outer indices in groups that make a tile.
    private static void RunOuter<TBody>(int outer, int reduced, int inner, TBody body)
        where TBody : struct, IRangeBody
    {
        if (inner == 0)
        {
            return;
        }

        var perTile = (int)Math.Max(1, Partition.TileElements / Math.Max(1, (long)reduced * inner));
        WorkerTeam.Run((outer + perTile - 1) / perTile, new RangeTiles<TBody>(body, outer, perTile));
    }

    private readonly struct IntegerFold<T>(T* x, long* y, int reduced, int inner, bool product) : IRangeBody
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long first, int count)
        {
            for (var outer = first; outer < first + count; outer++)
            {
                var result = new Span<long>(y + (outer * inner), inner);
                result.Fill(product ? 1 : 0);
                var row = x + (outer * reduced * inner);
                for (var r = 0; r < reduced; r++, row += inner)
                {
                    for (var column = 0; column < inner; column++)
                    {
                        var value = long.CreateTruncating(row[column]);
                        result[column] = unchecked(product ? result[column] * value : result[column] + value);
                    }
                }
            }
        }
    }

    private readonly struct FloatProduct<T>(T* x, T* y, int reduced, int inner) : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long first, int count)
        {
            for (var outer = first; outer < first + count; outer++)
            {
                for (var column = 0; column < inner; column++)
                {
                    var p = x + (outer * reduced * inner) + column;
                    var result = 1.0;
                    for (nint r = 0; r < reduced; r++)
                    {
                        result *= double.CreateTruncating(p[r * inner]);
                    }

                    y[(outer * inner) + column] = T.CreateTruncating(result);
                }
            }
        }
    }
}
