using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>What stands between two elements when a tensor is resized.</summary>
public enum Interpolation
{
    /// <summary>The nearest one: blocks.</summary>
    Nearest,

    /// <summary>A straight line from one to the next along each axis: bilinear for images, trilinear for volumes.</summary>
    Linear,
}

public static partial class Functional
{
    /// <summary>
    /// Sequences, images or volumes in another size. Elements are intervals whose middles are compared, and at the ends the outermost element stays:
    /// PyTorch's <c>F.interpolate</c> without aligned corners, TensorFlow's <c>resize</c> without smoothing.
    /// </summary>
    /// <param name="x">(batch, sizes, channels), floating point; no size is 0.</param>
    /// <param name="sizes">The wanted sizes of all axes between batch and channels; at least 1.</param>
    /// <param name="interpolation">What stands between two elements.</param>
    /// <returns>(batch, wanted sizes, channels).</returns>
    /// <exception cref="ShapeException">There are not as many sizes as axes between batch and channels, or a size is below 1.</exception>
    /// <exception cref="MissingKernelException">The input is not floating point.</exception>
    public static Tensor Resize(Tensor x, ReadOnlySpan<int> sizes, Interpolation interpolation = Interpolation.Linear)
    {
        ArgumentNullException.ThrowIfNull(x);
        SpatialSizes.Check("resize", x, sizes);
        for (int i = 0; i < sizes.Length; i++)
        {
            int size = x.Shape[i + 1];
            if (size != sizes[i])
            {
                x = AxisMapOp.Apply(
                    "resize", x, i + 1, interpolation == Interpolation.Nearest ? BandedMap.Nearest(size, sizes[i]) : BandedMap.Linear(size, sizes[i]));
            }
        }

        return x;
    }
}
