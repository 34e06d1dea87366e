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
        return AveragePool2DOp.Apply(x, options ?? new Pool2DOptions(), "average_pool2d");
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
        return AveragePool2DOp.Apply(x, options, "global_average_pool2d").Reshape(x.Shape[0], x.Shape[3]);
    }
}

/// <summary>y = mean over the window; dL/dx is dL/dy / (elements of the window), summed over windows.</summary>
internal static class AveragePool2DOp
{
    internal delegate Tensor PoolKernel(Pool2DGeometry g, bool countIncludesPadding, Tensor x);

    internal static readonly KernelSlot<PoolKernel> Kernel = new("average_pool2d", DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    internal static readonly KernelSlot<PoolKernel> Gradient = new("average_pool2d gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: Backward);

    internal static Tensor Apply(Tensor x, Pool2DOptions options, string op)
    {
        Pool2DGeometry g = options.Geometry(op, x);
        bool padding = options.CountIncludesPadding;
        DType dtype = x.DType;
        x = x.To(ComputeTypes.Of(dtype)).Contiguous();
        Tensor y = Tape.Unary(op, Kernel.For(x)(g, padding, x), x, gradient => Gradient.For(gradient)(g, padding, gradient));
        return y.To(dtype);
    }

    private static Tensor Forward(Pool2DGeometry g, bool countIncludesPadding, Tensor x)
    {
        Tensor y = Tensor.Empty([g.Batch, g.OutHeight, g.OutWidth, g.Channels], x.DType);
        if (x.DType == DType.Float32)
        {
            AveragePooling2D.Forward(g, countIncludesPadding, x.Span<float>(), y.Span<float>());
        }
        else
        {
            AveragePooling2D.Forward(g, countIncludesPadding, x.Span<double>(), y.Span<double>());
        }

        GC.KeepAlive(x);
        return y;
    }

    private static Tensor Backward(Pool2DGeometry g, bool countIncludesPadding, Tensor gradient)
    {
        gradient = gradient.Contiguous();
        Tensor result = Tensor.Empty([g.Batch, g.Height, g.Width, g.Channels], gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            AveragePooling2D.Backward(g, countIncludesPadding, gradient.Span<float>(), result.Span<float>());
        }
        else
        {
            AveragePooling2D.Backward(g, countIncludesPadding, gradient.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        return result;
    }
}
