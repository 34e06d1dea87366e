using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The input gradient, as the adjoint of the forward direction: the output's gradient is mapped to points, multiplied with the transposed weights of each
/// point, and the 4 × 4 patches that come back are added up where they overlap.
/// </summary>
/// <remarks>
/// A task owns a band of input rows of one image, or some whole images, and adds to these only. A tile across the border of two bands is computed in
/// both, so nothing is written by two threads and the order of all additions follows from the shape.
/// </remarks>
internal static unsafe class WinogradInputGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Points = WinogradTransforms<T, TVector, TLanes>.Points;
    private const int WantedTasks = 16;
    private const int FewestBandRows = 7;

    /// <summary>Computes gx. With <paramref name="winners"/>, gy is the gradient of the largest of each 2 × 2 pixels of the output, which they name.</summary>
    public static void Run(in Conv3DGeometry g, T* gy, T* w, T* gx, int* winners = null)
    {
        using var weights = Scratch.Rent<T>(WinogradWeights<T, TVector, TLanes>.Elements(g.OutChannels, g.InChannels));
        WinogradWeights<T, TVector, TLanes>.MapTransposed(w, g.OutChannels, g.InChannels, (T*)weights.Pointer);
        var plan = new WinogradPlan(g, pooled: winners != null);
        var bands = Math.Clamp(WantedTasks / g.Batch, 1, Math.Max(1, plan.TileRows / FewestBandRows));
        var groups = bands > 1 ? g.Batch : Math.Clamp(plan.Count / TLanes.MaxRows(2), 1, Math.Min(g.Batch, WantedTasks));
        WorkerTeam.Run(groups * bands, new Body { Plan = plan, Groups = groups, Bands = bands, GY = gy, Winners = winners, Weights = (T*)weights.Pointer, GX = gx });
    }

    private struct Body : ITileBody
    {
        public WinogradPlan Plan;
        public int Groups;
        public int Bands;
        public T* GY;
        public int* Winners;
        public T* Weights;
        public T* GX;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Plan.Geometry;
            var group = tile / Bands;
            var band = tile % Bands;
            var firstImage = (int)((long)g.Batch * group / Groups);
            var endImage = (int)((long)g.Batch * (group + 1) / Groups);
            var firstTileRow = (int)((long)Plan.TileRows * band / Bands);
            var endTileRow = (int)((long)Plan.TileRows * (band + 1) / Bands);

            // The band's input rows; the first and the last band take what no tile reaches.
            var firstRow = band == 0 ? 0 : Math.Clamp((2 * firstTileRow) - g.PadTop, 0, g.Height);
            var endRow = band == Bands - 1 ? g.Height : Math.Clamp((2 * endTileRow) - g.PadTop, 0, g.Height);
            for (var image = firstImage; image < endImage; image++)
            {
                new Span<T>(GX + (image * g.InputImage) + (firstRow * g.InputRow), checked((int)((endRow - firstRow) * g.InputRow))).Clear();
            }

            var perImage = Plan.TileRows * Plan.TileColumns;
            var first = (firstImage * perImage) + (Math.Max(0, firstTileRow - (band == 0 ? 0 : 1)) * Plan.TileColumns);
            var end = ((endImage - 1) * perImage) + (endTileRow * Plan.TileColumns);
            var most = WinogradPlan.BlockTiles(g.OutChannels, TLanes.MaxRows(2));
            var blocks = (end - first + most - 1) / most;
            var padded = WinogradPlan.PaddedChannels(g.OutChannels, TLanes.Count);
            var inPadded = ColumnPanels<T, TVector, TLanes>.Padded(g.InChannels);
            var step = ((nint)most * padded) + 16;
            var productStep = ((nint)most * 2 * TLanes.Count) + 16;
            using var gradient = Scratch.Rent<T>(Points * step);
            using var products = Scratch.Rent<T>(Points * productStep);
            using var outside = Scratch.Rent<T>(inPadded);
            new Span<T>(outside.Pointer, inPadded).Clear();
            for (var block = 0; block < blocks; block++)
            {
                var from = first + (int)((long)(end - first) * block / blocks);
                var tiles = first + (int)((long)(end - first) * (block + 1) / blocks) - from;
                WinogradBlocks<T, TVector, TLanes>.MapOutputGradient(
                    Plan, GY, Winners, from, tiles, 0, padded == 0 ? 0 : ColumnPanels<T, TVector, TLanes>.Padded(g.OutChannels) / TLanes.Count, (T*)gradient.Pointer, step, padded);
                for (var channel = 0; channel < g.InChannels; channel += 2 * TLanes.Count)
                {
                    var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(g.InChannels - channel, 2);
                    var panel = Weights + ((nint)channel * Points * g.OutChannels);
                    WinogradBlocks<T, TVector, TLanes>.Multiply(
                        (T*)gradient.Pointer, step, padded, tiles, panel, g.OutChannels, vectors, (T*)products.Pointer, productStep);
                    AddPatches((T*)products.Pointer, productStep, vectors, channel, from, tiles, firstRow, endRow, (T*)outside.Pointer);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddPatches(T* products, nint step, int vectors, int channel, int first, int tiles, int firstRow, int endRow, T* outside)
        {
            var pixels = stackalloc T*[16];
            var width = vectors * TLanes.Count;
            var channels = Math.Min(width, Plan.Geometry.InChannels - channel);
            for (var tile = 0; tile < tiles; tile++)
            {
                Plan.InputPixels(first + tile, GX + channel, firstRow, endRow, outside, pixels);
                WinogradTransforms<T, TVector, TLanes>.AddInputGradient(products + ((nint)tile * width), step, channels, pixels);
            }
        }
    }
}
