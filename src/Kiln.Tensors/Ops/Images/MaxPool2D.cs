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

/// <summary>y = max over the window; dL/dx is dL/dy at the element that was the maximum (the first of equal ones), summed over windows.</summary>
internal static class MaxPool2DOp
{
    internal delegate Tensor ForwardKernel(Pool2DGeometry g, Tensor x, Tensor? indices);

    internal delegate Tensor GradientKernel(Pool2DGeometry g, Tensor gradient, Tensor indices);

    internal static readonly KernelSlot<ForwardKernel> Kernel = new("max_pool2d", DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    internal static readonly KernelSlot<GradientKernel> Gradient = new("max_pool2d gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: Backward);

    internal static Tensor Apply(Tensor x, Pool2DOptions options)
    {
        Pool2DGeometry g = options.Geometry("max_pool2d", x);
        DType dtype = x.DType;
        x = x.To(ComputeTypes.Of(dtype)).Contiguous();
        Tensor? indices = Tape.Wants(x) ? Tensor.Empty([g.Batch, g.OutHeight, g.OutWidth, g.Channels], DType.Int32).AsTemporary() : null;
        Tensor y = Kernel.For(x)(g, x, indices);
        y = Tape.Record("max_pool2d", y, [x], [indices, y], context => Backward(context, g), canAbsorb: true);
        return y.To(dtype);
    }

    /// <summary>
    /// Where an activation made the input and nobody else uses it, its derivative is applied here: f′ is a function of f(z), and the f(z) that
    /// counts is the maximum itself, so it is enough to look at the pooled image, a quarter of the size for a window of 2 × 2, and the
    /// sums of the bias's gradient run over that too.
    /// </summary>
    private static void Backward(BackwardContext context, Pool2DGeometry g)
    {
        Tensor indices = context.Saved(0);
        if (context.Absorbed == Activation.None)
        {
            context.Give(0, Gradient.For(context.Gradient)(g, context.Gradient, indices));
            return;
        }

        (Tensor gradient, Tensor? bias) = FusedActivation.Backward(context.Gradient, context.Saved(1), context.Absorbed, biasWanted: true);
        context.GiveBeforeActivation(Gradient.For(gradient)(g, gradient, indices), bias!);
    }

    private static Tensor Forward(Pool2DGeometry g, Tensor x, Tensor? indices)
    {
        Tensor y = Tensor.Empty([g.Batch, g.OutHeight, g.OutWidth, g.Channels], x.DType);
        if (x.DType == DType.Float32)
        {
            MaxPooling2D.Forward(g, x.Span<float>(), y.Span<float>(), indices is null ? default : indices.Span<int>());
        }
        else
        {
            MaxPooling2D.Forward(g, x.Span<double>(), y.Span<double>(), indices is null ? default : indices.Span<int>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(indices);
        return y;
    }

    private static Tensor Backward(Pool2DGeometry g, Tensor gradient, Tensor indices)
    {
        gradient = gradient.Contiguous();
        Tensor result = Tensor.Empty([g.Batch, g.Height, g.Width, g.Channels], gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            MaxPooling2D.Backward(g, gradient.Span<float>(), indices.Span<int>(), result.Span<float>());
        }
        else
        {
            MaxPooling2D.Backward(g, gradient.Span<double>(), indices.Span<int>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(indices);
        return result;
    }
}
