using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>The last, incomplete vector of a row: read and written through a buffer, the missing lanes filled with what does no harm.</summary>
internal static unsafe class Tail
{
    /// <summary>Reads <paramref name="count"/> numbers, fewer than a vector has lanes, and <paramref name="fill"/> in the other lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L, T>(T* source, int count, T fill)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Buffer buffer;
        T* lanes = (T*)&buffer;
        for (int i = 0; i < L.Count; i++)
        {
            lanes[i] = i < count ? source[i] : fill;
        }

        return L.Load(lanes);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, T>(L value, T* destination, int count)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Buffer buffer;
        T* lanes = (T*)&buffer;
        L.Store(value, lanes);
        for (int i = 0; i < count; i++)
        {
            destination[i] = lanes[i];
        }
    }

    /// <summary>The largest lane; NaN if any is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Buffer buffer;
        T* lanes = (T*)&buffer;
        L.Store(value, lanes);
        T largest = lanes[0];
        for (int i = 1; i < L.Count; i++)
        {
            largest = T.Max(largest, lanes[i]);
        }

        return largest;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Buffer;
}
