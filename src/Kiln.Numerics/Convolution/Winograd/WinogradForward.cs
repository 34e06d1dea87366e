using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The forward direction: some tiles are mapped to points, the points of each panel of filters are multiplied, and the products are mapped to the
/// output while they are in the cache.
/// </summary>
internal static unsafe class WinogradForward<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Points = WinogradTransforms<T, TVector, TLanes>.Points;
    private const int WantedTasks = 16;

    /// <summary>Computes y.</summary>
    public static void Run(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, Activation activation)
    {
        using var weights = Scratch.Rent<T>(WinogradWeights<T, TVector, TLanes>.Elements(g.InChannels, g.OutChannels));
        WinogradWeights<T, TVector, TLanes>.Map(w, g.InChannels, g.OutChannels, (T*)weights.Pointer);
        var plan = new WinogradPlan(g);
        var rows = TLanes.MaxRows(2);
        var most = WinogradPlan.BlockTiles(g.InChannels, rows);
        var tasks = Math.Max((plan.Count + most - 1) / most, Math.Min(WantedTasks, plan.Count / rows));
        WorkerTeam.Run(
            Math.Max(1, tasks),
            new Body { Plan = plan, Tasks = Math.Max(1, tasks), X = x, Weights = (T*)weights.Pointer, Bias = bias, Y = y, Activation = activation });
    }

    private struct Body : ITileBody
    {
        public WinogradPlan Plan;
        public int Tasks;
        public T* X;
        public T* Weights;
        public T* Bias;
        public T* Y;
        public Activation Activation;

        public readonly void Invoke(int tile)
        {
            ref readonly var g = ref Plan.Geometry;
            var first = (int)((long)Plan.Count * tile / Tasks);
            var tiles = (int)((long)Plan.Count * (tile + 1) / Tasks) - first;
            var padded = WinogradPlan.PaddedChannels(g.InChannels, TLanes.Count);
            var step = ((nint)tiles * padded) + 16;
            var productStep = ((nint)tiles * 2 * TLanes.Count) + 16;
            using var input = Scratch.Rent<T>(Points * step);
            using var products = Scratch.Rent<T>(Points * productStep);
            WinogradBlocks<T, TVector, TLanes>.MapInput(Plan, X, first, tiles, (T*)input.Pointer, step, padded);
            var outPixels = stackalloc nint[4 * tiles];
            for (var i = 0; i < tiles; i++)
            {
                Plan.OutputPixels(first + i, Y, (T**)outPixels + (4 * i));
            }

            for (var channel = 0; channel < g.OutChannels; channel += 2 * TLanes.Count)
            {
                var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(g.OutChannels - channel, 2);
                var panel = Weights + ((nint)channel * Points * g.InChannels);
                WinogradBlocks<T, TVector, TLanes>.Multiply(
                    (T*)input.Pointer, step, padded, tiles, panel, g.InChannels, vectors, (T*)products.Pointer, productStep);
                MapOutput((T*)products.Pointer, productStep, vectors, channel, tiles, (T**)outPixels);
            }

            if (Activation is not (Activation.None or Activation.ReLU))
            {
                for (var i = 0; i < 4 * tiles; i++)
                {
                    if (outPixels[i] != 0)
                    {
                        Epilogue.Activate((T*)outPixels[i], g.OutChannels, Activation);
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void MapOutput(T* products, nint step, int vectors, int channel, int tiles, T** outPixels)
        {
            var pixels = stackalloc T*[4];
            var rectify = Activation == Activation.ReLU;
            for (var tile = 0; tile < tiles; tile++)
            {
                for (var vector = 0; vector < vectors; vector++)
                {
                    var at = channel + (vector * TLanes.Count);
                    for (var i = 0; i < 4; i++)
                    {
                        pixels[i] = outPixels[i] == null ? null : outPixels[i] + at;
                    }

                    WinogradTransforms<T, TVector, TLanes>.Output(
                        products + ((((nint)tile * vectors) + vector) * TLanes.Count),
                        step,
                        Bias == null ? null : Bias + at,
                        rectify,
                        Math.Min(TLanes.Count, Plan.Geometry.OutChannels - at),
                        pixels);
                }

                outPixels += 4;
            }
        }
    }
}
