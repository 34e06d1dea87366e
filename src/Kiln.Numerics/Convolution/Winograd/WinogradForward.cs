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
    public static void Run(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, Activation activation) =>
        Run(new WinogradPlan(g), x, w, new Body { Bias = bias, Y = y, Activation = activation });

    /// <summary>Computes the largest of each 2 × 2 pixels of y and, unless null, which one it was; the activation is none or ReLU.</summary>
    public static void RunPooled(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, int* winners, Activation activation) =>
        Run(new WinogradPlan(g, pooled: true), x, w, new Body { Bias = bias, Y = y, Winners = winners, Pools = true, Activation = activation });

    private static void Run(in WinogradPlan plan, T* x, T* w, Body body)
    {
        ref readonly var g = ref plan.Geometry;
        using var weights = Scratch.Rent<T>(WinogradWeights<T, TVector, TLanes>.Elements(g.InChannels, g.OutChannels));
        WinogradWeights<T, TVector, TLanes>.Map(w, g.InChannels, g.OutChannels, (T*)weights.Pointer);
        var rows = TLanes.MaxRows(2);
        var most = WinogradPlan.BlockTiles(g.InChannels, rows);
        body.Plan = plan;
        body.Tasks = Math.Max(1, Math.Max((plan.Count + most - 1) / most, Math.Min(WantedTasks, plan.Count / rows)));
        body.X = x;
        body.Weights = (T*)weights.Pointer;
        WorkerTeam.Run(body.Tasks, body);
    }

    private struct Body : ITileBody
    {
        public WinogradPlan Plan;
        public int Tasks;
        public T* X;
        public T* Weights;
        public T* Bias;
        public T* Y;
        public int* Winners;
        public bool Pools;
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
            for (var i = 0; i < (Pools ? 0 : tiles); i++)
            {
                Plan.OutputPixels(first + i, Y, (T**)outPixels + (4 * i));
            }

            for (var channel = 0; channel < g.OutChannels; channel += 2 * TLanes.Count)
            {
                var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(g.OutChannels - channel, 2);
                var panel = Weights + ((nint)channel * Points * g.InChannels);
                WinogradBlocks<T, TVector, TLanes>.Multiply(
                    (T*)input.Pointer, step, padded, tiles, panel, g.InChannels, vectors, (T*)products.Pointer, productStep);
                if (Pools)
                {
                    MapPooledOutput((T*)products.Pointer, productStep, vectors, channel, first, tiles);
                }
                else
                {
                    MapOutput((T*)products.Pointer, productStep, vectors, channel, tiles, (T**)outPixels);
                }
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

        // Tiles are the windows of the pooling, in the order of its pixels.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void MapPooledOutput(T* products, nint step, int vectors, int channel, int first, int tiles)
        {
            var rectify = Activation == Activation.ReLU;
            for (var tile = 0; tile < tiles; tile++)
            {
                var pixel = (nint)(first + tile) * Plan.Geometry.OutChannels;
                for (var vector = 0; vector < vectors; vector++)
                {
                    var at = channel + (vector * TLanes.Count);
                    WinogradTransforms<T, TVector, TLanes>.PooledOutput(
                        products + ((((nint)tile * vectors) + vector) * TLanes.Count),
                        step,
                        Bias == null ? null : Bias + at,
                        rectify,
                        Math.Min(TLanes.Count, Plan.Geometry.OutChannels - at),
                        Y + pixel + at,
                        Winners == null ? null : Winners + pixel + at);
                }
            }
        }
    }
}
