namespace Kiln.Numerics;

/// <summary>
/// The weight gradient, as the adjoint of the forward direction in its other argument: for each point, the mapped input times the mapped gradient of the
/// output, summed over tiles, and at the end one map back to the window.
/// </summary>
/// <remarks>
/// A task is one slice of the tiles for some panels of filters. Slices have sums of their own, which are added in their order.
/// </remarks>
internal static unsafe class WinogradWeightGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Points = WinogradTransforms<T, TVector, TLanes>.Points;
    private const int WantedTasks = 16;

    // Each slice adds one writing and one reading of all sums.
    private const int FewestSliceTiles = 128;
    private const long MostPartialElements = 8 << 20;

    /// <summary>Computes gw. With <paramref name="winners"/>, gy is the gradient of the largest of each 2 × 2 pixels of the output, which they name.</summary>
    public static void Run(in Conv3DGeometry g, T* x, T* gy, T* gw, int* winners = null)
    {
        var plan = new WinogradPlan(g, pooled: winners != null);
        var size = WinogradWeights<T, TVector, TLanes>.Elements(g.InChannels, g.OutChannels);
        var panels = WinogradWeights<T, TVector, TLanes>.Panels(g.OutChannels);
        var slices = (int)Math.Clamp(Math.Min(plan.Count / FewestSliceTiles, MostPartialElements / size), 1, WantedTasks);

        // Each part maps the input again, so a part has two panels at least.
        var parts = Math.Clamp((WantedTasks + slices - 1) / slices, 1, Math.Max(1, panels / 2));
        using var sums = Scratch.Rent<T>(size * slices);
        var body = new Body { Plan = plan, Slices = slices, Parts = parts, Panels = panels, X = x, GY = gy, Winners = winners, Sums = (T*)sums.Pointer, Size = size };
        WorkerTeam.Run(slices * parts, body);
        if (slices > 1)
        {
            PartialSums<T, TVector, TLanes>.Add(body.Sums, size, slices, body.Sums);
        }

        WinogradWeights<T, TVector, TLanes>.MapBack(body.Sums, g.InChannels, g.OutChannels, gw);
    }

    private struct Body : ITileBody
    {
        public WinogradPlan Plan;
        public int Slices;
        public int Parts;
        public int Panels;
        public T* X;
        public T* GY;
        public int* Winners;
        public T* Sums;
        public nint Size;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Plan.Geometry;
            var slice = tile % Slices;
            var part = tile / Slices;
            var firstPanel = Panels * part / Parts;
            var endPanel = Panels * (part + 1) / Parts;
            var first = (int)((long)Plan.Count * slice / Slices);
            var end = (int)((long)Plan.Count * (slice + 1) / Slices);
            var most = WinogradPlan.BlockTiles(g.InChannels, 16);
            var blocks = (end - first + most - 1) / most;
            var padded = WinogradPlan.PaddedChannels(g.InChannels, TLanes.Count);
            var step = ((nint)most * padded) + 16;
            var gradientStep = ((nint)most * 2 * TLanes.Count) + 16;
            using var input = Scratch.Rent<T>(Points * step);
            using var gradient = Scratch.Rent<T>(Points * gradientStep);
            for (var block = 0; block < blocks; block++)
            {
                var from = first + (int)((long)(end - first) * block / blocks);
                var tiles = first + (int)((long)(end - first) * (block + 1) / blocks) - from;
                WinogradBlocks<T, TVector, TLanes>.MapInput(Plan, X, from, tiles, (T*)input.Pointer, step, padded);
                for (var panel = firstPanel; panel < endPanel; panel++)
                {
                    var channel = panel * 2 * TLanes.Count;
                    var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(g.OutChannels - channel, 2);
                    var width = vectors * TLanes.Count;
                    WinogradBlocks<T, TVector, TLanes>.MapOutputGradient(
                        Plan, GY, Winners, from, tiles, channel, vectors, (T*)gradient.Pointer, gradientStep, width);
                    var sums = Sums + (slice * Size) + ((nint)channel * Points * g.InChannels);
                    Multiply((T*)input.Pointer, step, padded, (T*)gradient.Pointer, gradientStep, tiles, vectors, sums, accumulate: block > 0);
                }
            }
        }

        // For each point, (channels × tiles) · (tiles × one panel of filters).
        private readonly void Multiply(
            T* input, nint inputStep, int padded, T* gradient, nint gradientStep, int tiles, int vectors, T* sums, bool accumulate)
        {
            nint width = vectors * TLanes.Count;
            var channels = Plan.Geometry.InChannels;
            TileJob<T> job = default;
            job.ARow = 1;
            job.AStep = padded;
            job.BStep = width;
            job.Terms = tiles;
            job.Segments = 1;
            job.CRow = width;
            job.LastLanes = TLanes.Count;
            job.Accumulate = accumulate;
            var most = TLanes.MaxRows(vectors);
            var count = (channels + most - 1) / most;
            for (var point = 0; point < Points; point++)
            {
                job.B = gradient + (point * gradientStep);
                var start = 0;
                for (var i = 0; i < count; i++)
                {
                    var end = (int)((long)channels * (i + 1) / count);
                    job.A = input + (point * inputStep) + start;
                    job.C = sums + (((point * (nint)channels) + start) * width);
                    ColumnPanels<T, TVector, TLanes>.Run(end - start, vectors, &job);
                    start = end;
                }
            }
        }
    }
}
