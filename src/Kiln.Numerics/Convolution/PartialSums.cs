namespace Kiln.Numerics;

/// <summary>Adds partial results in their order, so that the sum does not depend on who finished first.</summary>
internal static unsafe class PartialSums<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 32 KB of floats per slice: some 10 µs for a dozen slices.
    private const nint TaskElements = 8192;

    /// <summary>to[i] = Σ partial[s · size + i] for s = 0 … slices − 1.</summary>
    public static void Add(T* partial, nint size, int slices, T* to) =>
        WorkerTeam.Run((int)((size + TaskElements - 1) / TaskElements), new Body { Partial = partial, Size = size, Slices = slices, To = to });

    private struct Body : ITileBody
    {
        public T* Partial;
        public nint Size;
        public int Slices;
        public T* To;

        public readonly void Invoke(int tile)
        {
            var i = tile * TaskElements;
            var end = Math.Min(Size, i + TaskElements);
            for (; i + TLanes.Count <= end; i += TLanes.Count)
            {
                var sum = TLanes.Load(Partial + i);
                for (var slice = 1; slice < Slices; slice++)
                {
                    sum = TLanes.Add(sum, TLanes.Load(Partial + (slice * Size) + i));
                }

                TLanes.Store(To + i, sum);
            }

            var rest = (int)(end - i);
            if (rest > 0)
            {
                var mask = TLanes.FirstLanes(rest);
                var sum = TLanes.LoadFirst(Partial + i, mask, rest);
                for (var slice = 1; slice < Slices; slice++)
                {
                    sum = TLanes.Add(sum, TLanes.LoadFirst(Partial + (slice * Size) + i, mask, rest));
                }

                TLanes.StoreFirst(To + i, mask, rest, sum);
            }
        }
    }
}
