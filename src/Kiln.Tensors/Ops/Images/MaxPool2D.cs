using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>The largest element of each window, channel by channel. NaN is larger than everything.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="options">The window; null for 2 × 2, moved by 2.</param>
    /// <returns>(batch, out height, out width, channels), out = ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input is no batch of images, or the window is larger than the padded image.</exception>
    public static Tensor MaxPool2D(Tensor x, Pool2DOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MaxPool2DOp.Apply(x, options ?? new Pool2DOptions());
    }
}

/// <summary>MaxPool2D's geometry; the rest is in <see cref="PoolingOp"/>.</summary>
internal static class MaxPool2DOp
{
    private static readonly PoolingOp s_op = new("max_pool2d");

    internal static Tensor Apply(Tensor x, Pool2DOptions options)
    {
        Pool3DGeometry g = options.Geometry("max_pool2d", x);
        return s_op.ApplyMax(g, [g.Batch, g.OutHeight, g.OutWidth, g.Channels], x);
    }
}
