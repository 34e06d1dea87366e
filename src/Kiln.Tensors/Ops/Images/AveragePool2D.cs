using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>The mean of each window, channel by channel.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="options">The window; null for 2 × 2, moved by 2.</param>
    /// <returns>(batch, out height, out width, channels), out = ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input is no batch of images, or the window is larger than the padded image.</exception>
    public static Tensor AveragePool2D(Tensor x, Pool2DOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return AveragePool2DOp.Apply(x, options ?? new Pool2DOptions());
    }

    /// <summary>The mean of each channel over the whole image.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <returns>(batch, channels).</returns>
    /// <exception cref="ShapeException">The input is no batch of images, or the images are empty.</exception>
    public static Tensor GlobalAveragePool2D(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4 || x.Shape[1] == 0 || x.Shape[2] == 0)
        {
            throw new ShapeException($"global_average_pool2d: the input has shape {x.Shape}; expected (batch, height, width, channels) with at least one pixel");
        }

        var options = new Pool2DOptions { Kernel = (x.Shape[1], x.Shape[2]) };
        return AveragePool2DOp.ApplyGlobal(x, options).Reshape(x.Shape[0], x.Shape[3]);
    }
}

/// <summary>AveragePool2D's geometry; the rest is in <see cref="PoolingOp"/>.</summary>
internal static class AveragePool2DOp
{
    private static readonly PoolingOp s_op = new("average_pool2d");

    private static readonly PoolingOp s_global = new("global_average_pool2d");

    internal static Tensor Apply(Tensor x, Pool2DOptions options)
    {
        Pool3DGeometry g = options.Geometry("average_pool2d", x);
        return s_op.ApplyAverage(g, [g.Batch, g.OutHeight, g.OutWidth, g.Channels], options.CountIncludesPadding, x);
    }

    internal static Tensor ApplyGlobal(Tensor x, Pool2DOptions options)
    {
        Pool3DGeometry g = options.Geometry("global_average_pool2d", x);
        return s_global.ApplyAverage(g, [g.Batch, 1, 1, g.Channels], options.CountIncludesPadding, x);
    }
}
