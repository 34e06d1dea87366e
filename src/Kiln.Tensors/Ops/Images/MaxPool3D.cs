using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>The largest element of each window, channel by channel. NaN is larger than everything.</summary>
    /// <param name="x">(batch, depth, height, width, channels).</param>
    /// <param name="options">The window; null for 2 × 2 × 2, moved by 2.</param>
    /// <returns>(batch, out depth, out height, out width, channels), out = ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input is no batch of volumes, or the window is larger than the padded volume.</exception>
    public static Tensor MaxPool3D(Tensor x, Pool3DOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return MaxPool3DOp.Apply(x, options ?? new Pool3DOptions());
    }
}

/// <summary>MaxPool3D's geometry; the rest is in <see cref="PoolingOp"/>.</summary>
internal static class MaxPool3DOp
{
    private static readonly PoolingOp s_op = new("max_pool3d");

    internal static Tensor Apply(Tensor x, Pool3DOptions options)
    {
        Pool3DGeometry g = options.Geometry("max_pool3d", x);
        return s_op.ApplyMax(g, [g.Batch, g.OutDepth, g.OutHeight, g.OutWidth, g.Channels], x);
    }
}
