using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// The largest element of each of so many bins that cover an axis, the bins of <see cref="AdaptiveAveragePool"/>. PyTorch's <c>adaptive_max_pool1d</c>,
    /// <c>2d</c> and <c>3d</c>. Of equal elements the first gets the gradient.
    /// </summary>
    /// <param name="x">(batch, sizes, channels), floating point; no size is 0.</param>
    /// <param name="bins">The number of bins along each of the one, two or three axes between batch and channels; at least 1.</param>
    /// <returns>(batch, bins, channels).</returns>
    /// <exception cref="ShapeException">There are not as many numbers as axes between batch and channels, or one is below 1.</exception>
    /// <exception cref="MissingKernelException">The input is not floating point.</exception>
    public static Tensor AdaptiveMaxPool(Tensor x, params ReadOnlySpan<int> bins)
    {
        ArgumentNullException.ThrowIfNull(x);
        SpatialSizes.Check("adaptive max pool", x, bins);
        Span<int> kernel = stackalloc int[bins.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            (x, kernel[i]) = AdaptiveMaxPoolOp.Windows(x, i + 1, bins[i]);
        }

        return bins.Length switch
        {
            1 => MaxPool1D(x, new Pool1DOptions { Kernel = kernel[0] }),
            2 => MaxPool2D(x, new Pool2DOptions { Kernel = (kernel[0], kernel[1]) }),
            3 => MaxPool3D(x, new Pool3DOptions { Kernel = (kernel[0], kernel[1], kernel[2]) }),
            _ => throw new ShapeException($"adaptive max pool: {bins.Length} numbers of bins for an input of shape {x.Shape}; expected one to three"),
        };
    }
}

/// <summary>
/// Bins of different sizes as windows of one size: each bin's entries are laid out one behind the other, the last one again until the bin is as long as the
/// longest. A copy behind its original is never the first of equal ones, so neither the maximum nor its gradient notices.
/// </summary>
internal static class AdaptiveMaxPoolOp
{
    internal static (Tensor X, int Kernel) Windows(Tensor x, int axis, int bins)
    {
        int size = x.Shape[axis];
        if (size % bins == 0)
        {
            return (x, size / bins);
        }

        int longest = Enumerable.Range(0, bins).Max(bin => Length(bin));
        var list = new int[checked(bins * longest)];
        for (int i = 0; i < list.Length; i++)
        {
            (int first, int end) = BandedMap.Bin(i / longest, size, bins);
            list[i] = Math.Min(first + (i % longest), end - 1);
        }

        int[] sizes = x.Shape.ToArray();
        sizes[axis] = list.Length;
        return (TakeOp.Apply("take", x, axis, list, sizes), longest);

        int Length(int bin)
        {
            (int first, int end) = BandedMap.Bin(bin, size, bins);
            return end - first;
        }
    }
}
