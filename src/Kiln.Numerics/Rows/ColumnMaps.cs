using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Functions of the elements of a matrix with coefficients per column.</summary>
internal static unsafe class ColumnMaps
{
    private const int TileElements = 32768;

    /// <summary>A function of an element, a second one, and the column's mean and three coefficients.</summary>
    internal interface IMap
    {
        public static abstract L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    public static void Run<TMap, T>(int rows, int channels, T* x, T* other, T* mean, T* a, T* b, T* c, T* y)
        where TMap : struct, IMap
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileRows = Math.Max(1, TileElements / Math.Max(1, channels));
        LaneTeam.Run<Body<TMap, T>, T>((rows + tileRows - 1) / tileRows, new(rows, channels, tileRows, x, other == null ? x : other, mean, a, b == null ? a : b, c, y));
    }

    /// <summary>(x − mean) · a + c.</summary>
    internal readonly struct Affine : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(x - mean, a, c);
    }

    /// <summary>other · a + (x − mean) · b + c.</summary>
    internal readonly struct Gradient : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(other, a, L.MultiplyAdd(x - mean, b, c));
    }

    private readonly struct Body<TMap, T>(int rows, int channels, int tileRows, T* x, T* other, T* mean, T* a, T* b, T* c, T* y) : ILaneBody<T>
        where TMap : struct, IMap
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int first = tile * tileRows;
            int end = Math.Min(rows, first + tileRows);
            for (int row = first; row < end; row++)
            {
                nint at = (nint)row * channels;
                int i = 0;
                for (; i <= channels - L.Count; i += L.Count)
                {
                    L value = TMap.Invoke<L, T>(L.Load(x + at + i), L.Load(other + at + i), L.Load(mean + i), L.Load(a + i), L.Load(b + i), L.Load(c + i));
                    L.Store(value, y + at + i);
                }

                for (; i < channels; i++)
                {
                    Lanes1<T> value = TMap.Invoke<Lanes1<T>, T>(
                        Lanes1<T>.Load(x + at + i), Lanes1<T>.Load(other + at + i), Lanes1<T>.Load(mean + i), Lanes1<T>.Load(a + i), Lanes1<T>.Load(b + i), Lanes1<T>.Load(c + i));
                    Lanes1<T>.Store(value, y + at + i);
                }
            }
        }
    }
}
