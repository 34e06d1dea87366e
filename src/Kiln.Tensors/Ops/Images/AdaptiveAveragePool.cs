using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// Means over so many bins that cover an axis: bin i holds the elements from ⌊i · in / out⌋ to ⌈(i + 1) · in / out⌉ − 1, so neighbours overlap where the
    /// numbers do not divide. PyTorch's <c>adaptive_avg_pool1d</c>, <c>2d</c> and <c>3d</c>.
    /// </summary>
    /// <param name="x">(batch, sizes, channels), floating point; no size is 0.</param>
    /// <param name="bins">The number of bins along each axis between batch and channels; at least 1.</param>
    /// <returns>(batch, bins, channels).</returns>
    /// <exception cref="ShapeException">There are not as many numbers as axes between batch and channels, or one is below 1.</exception>
    /// <exception cref="MissingKernelException">The input is not floating point.</exception>
    public static Tensor AdaptiveAveragePool(Tensor x, params ReadOnlySpan<int> bins)
    {
        ArgumentNullException.ThrowIfNull(x);
        SpatialSizes.Check("adaptive average pool", x, bins);

        // The mean of a box is the mean of its rows' means: every bin of one axis has as many elements for all bins of the others.
        for (int i = 0; i < bins.Length; i++)
        {
            if (x.Shape[i + 1] != bins[i])
            {
                x = AxisMapOp.Apply("adaptive average pool", x, i + 1, BandedMap.Bins(x.Shape[i + 1], bins[i]));
            }
        }

        return x;
    }
}
