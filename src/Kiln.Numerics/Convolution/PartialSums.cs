namespace Kiln.Numerics;

/// <summary>Adds partial results in their order, so that the sum does not depend on who finished first.</summary>
internal static unsafe class PartialSums<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>to[i] = Σ partial[s · size + i] for s = 0 … slices − 1.</summary>
    public static void Add(T* partial, nint size, int slices, T* to)
    {
        nint i = 0;
        for (; i + TLanes.Count <= size; i += TLanes.Count)
        {
            var sum = TLanes.Load(partial + i);
            for (var slice = 1; slice < slices; slice++)
            {
                sum = TLanes.Add(sum, TLanes.Load(partial + (slice * size) + i));
            }

            TLanes.Store(to + i, sum);
        }

        var rest = (int)(size - i);
        if (rest > 0)
        {
            var mask = TLanes.FirstLanes(rest);
            var sum = TLanes.LoadFirst(partial + i, mask, rest);
            for (var slice = 1; slice < slices; slice++)
            {
                sum = TLanes.Add(sum, TLanes.LoadFirst(partial + (slice * size) + i, mask, rest));
            }

            TLanes.StoreFirst(to + i, mask, rest, sum);
        }
    }
}
