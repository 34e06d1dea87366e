namespace Kiln.Numerics;

/// <summary>
/// A convolution under a 2 × 2 pooling. Where the convolution goes through tiles of 2 × 2 outputs (<see cref="WinogradPlan"/>), a tile is a window of the
/// pooling. Elsewhere some images at a time are convolved into memory that stays in the second-level cache, and pooled from there; backwards the gradient is
/// spread over such memory.
/// </summary>
internal static unsafe class PooledConvolution<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Output of one task: half of a second-level cache of 512 KB.
    private const long BlockBytes = 256 * 1024;

    // With fewer tasks the convolution's own, which are smaller, keep the threads better company.
    private const int FewestBlocks = 8;

    // An image alone: larger ones leave the second-level cache before they are pooled.
    private const long LargestImageBytes = 4 * BlockBytes;

    // Each block of images adds one writing and one reading of the weight's gradient, and packs the weight anew.
    private const long LightWeight = 16 * 1024;
    private const long MostPartialElements = 4 << 20;

    /// <summary>Whether this takes less time than the convolution and the pooling one behind the other: where one of the forms above is at hand.</summary>
    public static bool Suits(in Conv3DGeometry g) => WinogradPlan.Suits<T>(g) || Blocks(g) > 1;

    /// <summary>Computes the pooled y and, unless null, the winners.</summary>
    public static void Forward(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, int* winners, Activation activation)
    {
        if (WinogradPlan.Suits<T>(g))
        {
            WinogradForward<T, TVector, TLanes>.RunPooled(g, x, w, bias, y, winners, activation);
            return;
        }

        var blocks = Blocks(g);
        if (blocks > 1)
        {
            WorkerTeam.Run(blocks, new ForwardBody { Geometry = g, Blocks = blocks, X = x, W = w, Bias = bias, Y = y, Winners = winners, Activation = activation });
            return;
        }

        using var output = Scratch.Rent<T>((nint)g.OutputCount);
        ConvolutionForward<T, TVector, TLanes>.Run(g, x, w, bias, (T*)output.Pointer, activation);
        PoolBody.Run(new() { Geometry = g, Full = (T*)output.Pointer, Pooled = y, Winners = winners });
    }

    /// <summary>Computes gx from the gradient of the pooled output.</summary>
    public static void InputGradient(in Conv3DGeometry g, T* gy, int* winners, T* w, T* gx)
    {
        if (WinogradPlan.Suits<T>(g))
        {
            WinogradInputGradient<T, TVector, TLanes>.Run(g, gy, w, gx, winners);
            return;
        }

        var blocks = Blocks(g);
        if (blocks > 1)
        {
            WorkerTeam.Run(blocks, new InputGradientBody { Geometry = g, Blocks = blocks, GY = gy, Winners = winners, W = w, GX = gx });
            return;
        }

        using var full = Scratch.Rent<T>((nint)g.OutputCount);
        PoolBody.Run(new() { Geometry = g, Full = (T*)full.Pointer, Pooled = gy, Winners = winners, Backwards = true });
        ConvolutionInputGradient<T, TVector, TLanes>.Run(g, (T*)full.Pointer, w, gx);
    }

    /// <summary>Computes gw from the gradient of the pooled output.</summary>
    public static void WeightGradient(in Conv3DGeometry g, T* x, T* gy, int* winners, T* gw)
    {
        if (WinogradPlan.Suits<T>(g))
        {
            WinogradWeightGradient<T, TVector, TLanes>.Run(g, x, gy, gw, winners);
            return;
        }

        var blocks = Blocks(g);
        var size = (nint)g.WeightCount;
        if (blocks > 1)
        {
            using var partial = Scratch.Rent<T>(size * blocks);
            WorkerTeam.Run(blocks, new WeightGradientBody { Geometry = g, Blocks = blocks, X = x, GY = gy, Winners = winners, Partial = (T*)partial.Pointer });
            PartialSums<T, TVector, TLanes>.Add((T*)partial.Pointer, size, blocks, gw);
            return;
        }

        using var full = Scratch.Rent<T>((nint)g.OutputCount);
        PoolBody.Run(new() { Geometry = g, Full = (T*)full.Pointer, Pooled = gy, Winners = winners, Backwards = true });
        ConvolutionWeightGradient<T, TVector, TLanes>.Run(g, x, (T*)full.Pointer, gw);
    }

    // Blocks of whole images, by the shape alone; 1 where the convolution is better cut as it cuts itself.
    private static int Blocks(in Conv3DGeometry g)
    {
        var image = g.OutputImage * sizeof(T);
        if (g.WeightCount > LightWeight || image > LargestImageBytes)
        {
            return 1;
        }

        var images = (int)Math.Clamp(BlockBytes / Math.Max(1, image), 1, Math.Max(1, g.Batch / FewestBlocks));
        var blocks = (int)Math.Min((g.Batch + images - 1) / images, MostPartialElements / Math.Max(1, g.WeightCount));
        return blocks >= FewestBlocks ? blocks : 1;
    }

    private static nint PooledImage(in Conv3DGeometry g) => (nint)(g.OutHeight / 2) * (g.OutWidth / 2) * g.OutChannels;

    private static (int First, int Count) Images(in Conv3DGeometry g, int block, int blocks)
    {
        var first = (int)((long)g.Batch * block / blocks);
        return (first, (int)((long)g.Batch * (block + 1) / blocks) - first);
    }

    private struct ForwardBody : ITileBody
    {
        public Conv3DGeometry Geometry;
        public int Blocks;
        public T* X;
        public T* W;
        public T* Bias;
        public T* Y;
        public int* Winners;
        public Activation Activation;

        public readonly void Invoke(int tile)
        {
            var (first, count) = Images(Geometry, tile, Blocks);
            using var output = Scratch.Rent<T>(count * Geometry.OutputImage);
            ConvolutionForward<T, TVector, TLanes>.Run(
                Geometry with { Batch = count }, X + (first * Geometry.InputImage), W, Bias, (T*)output.Pointer, Activation);
            var pooled = first * PooledImage(Geometry);
            WindowMaximum<T, TVector, TLanes>.Pool(
                count, Geometry.OutHeight, Geometry.OutWidth, Geometry.OutChannels, (T*)output.Pointer, Y + pooled, Winners == null ? null : Winners + pooled);
        }
    }

    private struct InputGradientBody : ITileBody
    {
        public Conv3DGeometry Geometry;
        public int Blocks;
        public T* GY;
        public int* Winners;
        public T* W;
        public T* GX;

        public readonly void Invoke(int tile)
        {
            var (first, count) = Images(Geometry, tile, Blocks);
            using var full = Scratch.Rent<T>(count * Geometry.OutputImage);
            Unpool(Geometry, first, count, GY, Winners, (T*)full.Pointer);
            ConvolutionInputGradient<T, TVector, TLanes>.Run(Geometry with { Batch = count }, (T*)full.Pointer, W, GX + (first * Geometry.InputImage));
        }
    }

    private struct WeightGradientBody : ITileBody
    {
        public Conv3DGeometry Geometry;
        public int Blocks;
        public T* X;
        public T* GY;
        public int* Winners;
        public T* Partial;

        public readonly void Invoke(int tile)
        {
            var (first, count) = Images(Geometry, tile, Blocks);
            using var full = Scratch.Rent<T>(count * Geometry.OutputImage);
            Unpool(Geometry, first, count, GY, Winners, (T*)full.Pointer);
            ConvolutionWeightGradient<T, TVector, TLanes>.Run(
                Geometry with { Batch = count }, X + (first * Geometry.InputImage), (T*)full.Pointer, Partial + (tile * (nint)Geometry.WeightCount));
        }
    }

    private static void Unpool(in Conv3DGeometry g, int first, int count, T* gy, int* winners, T* full)
    {
        var pooled = first * PooledImage(g);
        WindowMaximum<T, TVector, TLanes>.Unpool(count, g.OutHeight, g.OutWidth, g.OutChannels, gy + pooled, winners + pooled, full);
    }

    // One row of windows: pooled, or its gradient spread, and the last row of an image with what lies below it.
    private struct PoolBody : ITileBody
    {
        public Conv3DGeometry Geometry;
        public T* Full;
        public T* Pooled;
        public int* Winners;
        public bool Backwards;

        public static void Run(in PoolBody body) => WorkerTeam.Run(checked(body.Geometry.Batch * (body.Geometry.OutHeight / 2)), body);

        public readonly void Invoke(int tile)
        {
            var rows = Geometry.OutHeight / 2;
            var (image, row) = (tile / rows, tile % rows);
            var full = Full + (((image * (nint)Geometry.OutHeight) + (2 * row)) * Geometry.OutWidth * Geometry.OutChannels);
            var pooled = tile * (nint)(Geometry.OutWidth / 2) * Geometry.OutChannels;
            if (Backwards)
            {
                var height = row == rows - 1 ? Geometry.OutHeight - (2 * row) : 2;
                WindowMaximum<T, TVector, TLanes>.Unpool(1, height, Geometry.OutWidth, Geometry.OutChannels, Pooled + pooled, Winners + pooled, full);
                return;
            }

            WindowMaximum<T, TVector, TLanes>.Pool(
                1, 2, Geometry.OutWidth, Geometry.OutChannels, full, Pooled + pooled, Winners == null ? null : Winners + pooled);
        }
    }
}
