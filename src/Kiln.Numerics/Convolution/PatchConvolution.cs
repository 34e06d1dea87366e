namespace Kiln.Numerics;

/// <summary>
/// Convolution as a product with the matrix of its windows (see <see cref="PatchMatrix{T, TVector, TLanes}"/>), some images at a time. Writing and reading that matrix
/// is lost where there are few filters, so it serves the shapes that the direct form is bad at: few pixels under a large weight, which the direct form would
/// rearrange for little work; windows of one pixel that a stride spreads; and windows that do not overlap.
/// </summary>
internal static unsafe class PatchConvolution<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // The matrix of the images of one product: 4 MB of floats, which the last-level cache holds.
    private const long BlockElements = 1 << 20;
    private const long MostImageElements = 4 << 20;

    // Each element of the matrix is written and read once for so many multiply-adds.
    private const int FewestFilters = 128;

    // Packing a weight of n elements takes the direct form as long as n multiply-adds of some 200 pixels.
    private const long HeavyWeight = 256 * 1024;
    private const long FewPixels = 1024;

    // What one-pixel windows need to gain from being side by side.
    private const long SpreadWeight = 96 * 1024;
    private const long SpreadForwardWeight = 192 * 1024;

    // Their input gradient is mostly zeros, which are written faster on their own than between the others.
    private const int FewestSpreadChannels = 16;

    // From here on the product is faster than the sums over pixels of a pointwise weight gradient.
    private const long PointwiseWeight = 128 * 1024;

    /// <summary>Whether the forward direction suits.</summary>
    public static bool SuitsForward(in Conv3DGeometry g) =>
        Fits(g) && (g.Taps == 1 ? g.WeightCount >= SpreadForwardWeight : IsHeavy(g) || IsThin(g));

    /// <summary>Whether the input gradient suits.</summary>
    public static bool SuitsInputGradient(in Conv3DGeometry g) =>
        g.Taps == 1 ? g.Groups == 1 && g.OutputCount > 0 && ImageElements(g) <= MostImageElements && g.InChannels >= FewestSpreadChannels : Fits(g) && (IsHeavy(g) || IsTiled(g));

    /// <summary>Whether the weight gradient suits.</summary>
    public static bool SuitsWeightGradient(in Conv3DGeometry g) =>
        g.IsPointwise ? g.WeightCount >= PointwiseWeight : Fits(g) && (g.Taps == 1 ? g.WeightCount >= SpreadWeight : IsHeavy(g) || IsTiled(g));

    /// <summary>Computes y.</summary>
    public static void Forward(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, Activation activation)
    {
        var matrix = new PatchMatrix<T, TVector, TLanes>(g);
        var images = ImagesAtATime(g, matrix);
        using var patches = Scratch.Rent<T>(images * matrix.ImagePixels * matrix.Terms);
        for (var first = 0; first < g.Batch; first += images)
        {
            var count = Math.Min(images, g.Batch - first);
            matrix.Gather(x + (first * g.InputImage), count, (T*)patches.Pointer);
            MultiplyForward(
                new MatMulProblem<T>
                {
                    M = count * matrix.ImagePixels,
                    N = g.OutChannels,
                    K = (int)matrix.Terms,
                    A = (T*)patches.Pointer,
                    ARow = matrix.Terms,
                    AStep = 1,
                    B = w,
                    Ldb = g.OutChannels,
                    C = y + (first * g.OutputImage),
                    Ldc = g.OutChannels,
                    Bias = bias,
                    Activation = activation,
                });
        }
    }

    /// <summary>Computes gx.</summary>
    public static void InputGradient(in Conv3DGeometry g, T* gy, T* w, T* gx)
    {
        var matrix = new PatchMatrix<T, TVector, TLanes>(g);
        var images = ImagesAtATime(g, matrix);
        using var patches = Scratch.Rent<T>(images * matrix.ImagePixels * matrix.Terms);
        for (var first = 0; first < g.Batch; first += images)
        {
            var count = Math.Min(images, g.Batch - first);
            MatMulRouter<T, TVector, TLanes>.Run(
                new MatMulProblem<T>
                {
                    M = count * matrix.ImagePixels,
                    N = (int)matrix.Terms,
                    K = g.OutChannels,
                    A = gy + (first * g.OutputImage),
                    ARow = g.OutChannels,
                    AStep = 1,
                    B = w,
                    Ldb = g.OutChannels,
                    TransposeB = true,
                    C = (T*)patches.Pointer,
                    Ldc = matrix.Terms,
                });
            matrix.Add((T*)patches.Pointer, count, gx + (first * g.InputImage));
        }
    }

    /// <summary>Computes gw; the sums of one block of images after those of another.</summary>
    public static void WeightGradient(in Conv3DGeometry g, T* x, T* gy, T* gw)
    {
        if (g.IsPointwise)
        {
            MultiplyTransposed(g, x, g.InChannels, g.Batch * g.Depth * g.Height * g.Width, gy, gw, accumulate: false);
            return;
        }

        var matrix = new PatchMatrix<T, TVector, TLanes>(g);
        var images = ImagesAtATime(g, matrix);
        using var patches = Scratch.Rent<T>(images * matrix.ImagePixels * matrix.Terms);
        for (var first = 0; first < g.Batch; first += images)
        {
            var count = Math.Min(images, g.Batch - first);
            matrix.Gather(x + (first * g.InputImage), count, (T*)patches.Pointer);
            MultiplyTransposed(g, (T*)patches.Pointer, matrix.Terms, count * matrix.ImagePixels, gy + (first * g.OutputImage), gw, first > 0);
        }
    }

    private static void MultiplyForward(in MatMulProblem<T> problem)
    {
        if (StreamedProduct<T, TVector, TLanes>.Suits(problem))
        {
            StreamedProduct<T, TVector, TLanes>.Run(problem);
        }
        else
        {
            MatMulRouter<T, TVector, TLanes>.Run(problem);
        }
    }

    private static void MultiplyTransposed(in Conv3DGeometry g, T* patches, nint terms, int pixels, T* gy, T* gw, bool accumulate) =>
        MatMulRouter<T, TVector, TLanes>.Run(
            new MatMulProblem<T>
            {
                M = (int)terms,
                N = g.OutChannels,
                K = pixels,
                A = patches,
                ARow = 1,
                AStep = terms,
                B = gy,
                Ldb = g.OutChannels,
                C = gw,
                Ldc = g.OutChannels,
                Accumulate = accumulate,
            });

    private static bool Fits(in Conv3DGeometry g) =>
        g.Groups == 1 && g.OutChannels >= FewestFilters && g.InputCount > 0 && g.OutputCount > 0 && ImageElements(g) <= MostImageElements;

    private static bool IsHeavy(in Conv3DGeometry g) => g.WeightCount >= HeavyWeight && g.OutputCount / g.OutChannels <= FewPixels;

    // Few terms for each output, which are mostly written: past the caches when they are many.
    private static bool IsThin(in Conv3DGeometry g) => g.Taps * (long)g.InChannels <= 32 && g.OutChannels >= 2 * FewestFilters;

    // Windows side by side without a gap or an overlap.
    private static bool IsTiled(in Conv3DGeometry g) =>
        g.StrideDepth >= g.KernelDepth && g.StrideHeight >= g.KernelHeight && g.StrideWidth >= g.KernelWidth
        && g.DilationDepth == 1 && g.DilationHeight == 1 && g.DilationWidth == 1 && (long)g.Taps * g.InChannels >= 2 * FewestFilters;

    private static long ImageElements(in Conv3DGeometry g) => g.OutputCount / g.OutChannels / g.Batch * g.Taps * g.InChannels;

    private static int ImagesAtATime(in Conv3DGeometry g, in PatchMatrix<T, TVector, TLanes> matrix) =>
        (int)Math.Clamp(BlockElements / Math.Max(1, matrix.ImagePixels * (long)matrix.Terms), 1, g.Batch);
}
