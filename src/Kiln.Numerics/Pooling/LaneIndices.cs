using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Integers that travel in the lanes of a vector of <typeparamref name="T"/> as bits, 32 wide in a float's lane and 64 in a double's: compared and
/// chosen, never computed with.
/// </summary>
internal static unsafe class LaneIndices<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Doubles in a 512-bit register.
    private const int WidestLanes = 8;

    /// <summary>One integer in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Broadcast(int index)
    {
        if (typeof(T) == typeof(float))
        {
            return TLanes.Broadcast((T*)&index);
        }

        long wide = index;
        return TLanes.Broadcast((T*)&wide);
    }

    /// <summary>Reads an integer for each of the first <paramref name="lanes"/> lanes, which <paramref name="mask"/> selects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(int* indices, TVector mask, int lanes)
    {
        if (typeof(T) == typeof(float))
        {
            return lanes == TLanes.Count ? TLanes.Load((T*)indices) : TLanes.LoadFirst((T*)indices, mask, lanes);
        }

        var wide = stackalloc long[WidestLanes];
        for (var lane = 0; lane < lanes; lane++)
        {
            wide[lane] = indices[lane];
        }

        return TLanes.Load((T*)wide);
    }

    /// <summary>Writes the integers of the first <paramref name="lanes"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* indices, TVector mask, int lanes, TVector value)
    {
        if (typeof(T) == typeof(float))
        {
            if (lanes == TLanes.Count)
            {
                TLanes.Store((T*)indices, value);
            }
            else
            {
                TLanes.StoreFirst((T*)indices, mask, lanes, value);
            }

            return;
        }

        var wide = stackalloc long[WidestLanes];
        TLanes.Store((T*)wide, value);
        for (var lane = 0; lane < lanes; lane++)
        {
            indices[lane] = (int)wide[lane];
        }
    }
}
