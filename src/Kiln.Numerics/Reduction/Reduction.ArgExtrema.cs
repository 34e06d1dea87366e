using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>The index along the reduced axis of the largest element: the first of equals; the first NaN if there is one, as in NumPy.</summary>
    /// <typeparam name="T">float, double, int, long, byte or sbyte.</typeparam>
    /// <param name="x">outer · reduced · inner elements.</param>
    /// <param name="y">outer · inner indices.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes, or nothing is to be reduced to something.</exception>
    public static void ArgMax<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, INumber<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        ArgExtremum<T, LargestFirst>("argmax", x, y, outer, reduced, inner);
    }

    /// <summary>The index along the reduced axis of the smallest element: the first of equals; the first NaN if there is one, as in NumPy.</summary>
    /// <inheritdoc cref="ArgMax"/>
    public static void ArgMin<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, INumber<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        ArgExtremum<T, SmallestFirst>("argmin", x, y, outer, reduced, inner);
    }

    private static void ArgExtremum<T, TOrder>(string name, ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IExtremumOrder
    {
        if (outer == 0 || inner == 0)
        {
            return;
        }

        CheckNotEmpty(name, outer, reduced, inner);
        fixed (T* px = x)
        {
            fixed (long* py = y)
            {
                if (typeof(T) == typeof(float))
                {
                    ExtremumPlaces.Run<TOrder, float>((float*)px, py, outer, reduced, inner);
                }
                else if (typeof(T) == typeof(double))
                {
                    ExtremumPlaces.Run<TOrder, double>((double*)px, py, outer, reduced, inner);
                }
                else
                {
                    var perTile = Math.Max(1, Partition.TileElements / Math.Max(1, reduced * Math.Min(inner, Partition.TileElements)));
                    var tiles = (outer + perTile - 1) / perTile;
                    WorkerTeam.Run(tiles, new ArgTiles<T, TOrder>(px, py, outer, reduced, inner, perTile));
                }
            }
        }
    }

    /// <summary>Integers, one by one.</summary>
    private readonly struct ArgTiles<T, TOrder>(T* x, long* y, int outer, int reduced, int inner, int perTile) : ITileBody
        where T : unmanaged, INumber<T>
        where TOrder : struct, IExtremumOrder
    {
        public void Invoke(int tile)
        {
            var last = Math.Min(outer, (tile + 1) * perTile);
            for (var o = tile * perTile; o < last; o++)
            {
                var rows = x + ((long)o * reduced * inner);
                for (var column = 0; column < inner; column++)
                {
                    y[((long)o * inner) + column] = First(rows + column, reduced, inner);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static long First(T* p, int count, nint stride)
        {
            var best = *p;
            long index = 0;
            for (nint i = 1; i < count; i++)
            {
                var value = p[i * stride];
                if (TOrder.IsBetter(value, best))
                {
                    (best, index) = (value, i);
                }
            }

            return index;
        }
    }
}
