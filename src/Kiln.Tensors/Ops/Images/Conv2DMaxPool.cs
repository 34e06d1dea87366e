using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// <see cref="Conv2D"/> and behind it <see cref="MaxPool2D"/> with windows of 2 × 2 moved by 2, as one operation: the convolution's own output is neither
    /// stored nor, where no window covers it, computed. The output is the same to the bit but for half precisions, where windows are compared before rounding;
    /// gradients differ by rounding.
    /// </summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="weight">(kernel height, kernel width, channels / groups, filters).</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">Stride, padding, dilation, groups of the convolution; null for <see cref="Conv2DOptions.Default"/>.</param>
    /// <param name="activation">
    /// Applied before the maximum. With another one than ReLU or none, and where <see cref="PooledConvolution2D.Suits{T}"/> says that nothing is saved, the two
    /// operations are computed one behind the other.
    /// </param>
    /// <returns>(batch, ⌊out height / 2⌋, ⌊out width / 2⌋, filters); of the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, the window is larger than the padded image, or the convolution's output is smaller than 2 × 2.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv2DMaxPool(
        Tensor x, Tensor weight, Tensor? bias = null, Conv2DOptions? options = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv2DMaxPoolOp.Apply(x, weight, bias, options ?? Conv2DOptions.Default, activation);
    }
}

/// <summary>
/// P = maxpool(f(X ⋆ W + b)). With Z' = dL/dP · f′(P), for f′ is a function of f(z) and the f(z) that counts is the maximum itself: dL/db are the sums of Z'
/// over pixels, dL/dX and dL/dW those of the convolution for Z' spread to the winners of their windows, which the kernels do where they need it.
/// </summary>
internal static class Conv2DMaxPoolOp
{
    internal delegate Tensor ForwardKernel(Conv2DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Tensor? winners, Activation activation);

    internal delegate Tensor GradientKernel(Conv2DGeometry g, Shape shape, Tensor first, Tensor second, Tensor winners);

    internal static readonly KernelSlot<ForwardKernel> Forward = new("conv2d_max_pool", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForwardOnCpu);

    internal static readonly KernelSlot<GradientKernel> InputGradient = new("conv2d_max_pool input gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForInput);

    internal static readonly KernelSlot<GradientKernel> WeightGradient = new("conv2d_max_pool weight gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForWeight);

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options, Activation activation)
    {
        Conv2DGeometry g = Flat(Conv2DOp.Geometry(x, weight, bias, options));
        DType dtype = DTypes.Promote(x.DType, weight.DType);
        DType compute = ComputeTypes.Of(dtype);
        bool suits = compute == DType.Float32 ? PooledConvolution2D.Suits<float>(g) : compute == DType.Float64 && PooledConvolution2D.Suits<double>(g);
        if (!suits || !PooledConvolution2D.Takes(activation) || g.OutHeight < 2 || g.OutWidth < 2)
        {
            return MaxPool2DOp.Apply(Conv2DOp.Apply(x, weight, bias, options, activation), new Pool2DOptions());
        }

        x = x.To(compute).Contiguous();
        weight = weight.To(compute).Contiguous();
        bias = bias is null ? null : bias.To(compute).Contiguous();
        Shape shape = [g.Batch, g.OutHeight / 2, g.OutWidth / 2, g.OutChannels];
        bool recorded = Tape.Wants(x) || Tape.Wants(weight) || (bias is not null && Tape.Wants(bias));
        Tensor? winners = recorded ? Tensor.Empty(shape, DType.Int32).AsTemporary() : null;
        Tensor y = Forward.For(x)(g, shape, x, weight, bias, winners, activation);
        y = Tape.Record(
            "conv2d_max_pool",
            y,
            [x, weight, bias],
            [x, weight, activation == Activation.None ? null : y, winners],
            context => Backward(context, g, activation));
        return y.To(dtype);
    }

    private static Conv2DGeometry Flat(Conv3DGeometry g) => new(
        g.Batch,
        g.Height,
        g.Width,
        g.InChannels,
        g.OutChannels,
        g.KernelHeight,
        g.KernelWidth,
        g.StrideHeight,
        g.StrideWidth,
        g.PadTop,
        g.PadBottom,
        g.PadLeft,
        g.PadRight,
        g.DilationHeight,
        g.DilationWidth,
        g.Groups);

    private static void Backward(BackwardContext context, Conv2DGeometry g, Activation activation)
    {
        (Tensor z, Tensor? biasGradient) = FusedActivation.Backward(context, activation);
        if (biasGradient is not null)
        {
            context.Give(2, biasGradient);
        }

        if (context.Needs(0))
        {
            context.Give(0, InputGradient.For(z)(g, context.ShapeOf(0), z, context.Saved(1), context.Saved(3)));
        }

        if (context.Needs(1))
        {
            context.Give(1, WeightGradient.For(z)(g, context.ShapeOf(1), context.Saved(0), z, context.Saved(3)));
        }
    }

    private static Tensor ForwardOnCpu(Conv2DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Tensor? winners, Activation activation)
    {
        Tensor y = Tensor.Empty(shape, x.DType);
        MultiplyAddCounter.Add(g.OutputCount / g.OutChannels * weight.Count);
        Span<int> numbers = winners is null ? default : winners.Span<int>();
        if (x.DType == DType.Float32)
        {
            PooledConvolution2D.Forward(g, x.Span<float>(), weight.Span<float>(), bias is null ? default : bias.Span<float>(), y.Span<float>(), numbers, activation);
        }
        else
        {
            PooledConvolution2D.Forward(
                g, x.Span<double>(), weight.Span<double>(), bias is null ? default : bias.Span<double>(), y.Span<double>(), numbers, activation);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(winners);
        return y;
    }

    private static Tensor ForInput(Conv2DGeometry g, Shape shape, Tensor gradient, Tensor weight, Tensor winners)
    {
        Tensor result = Tensor.Empty(shape, gradient.DType);
        MultiplyAddCounter.Add(g.OutputCount / g.OutChannels * weight.Count);
        if (gradient.DType == DType.Float32)
        {
            PooledConvolution2D.InputGradient(g, gradient.Span<float>(), winners.Span<int>(), weight.Span<float>(), result.Span<float>());
        }
        else
        {
            PooledConvolution2D.InputGradient(g, gradient.Span<double>(), winners.Span<int>(), weight.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(weight);
        GC.KeepAlive(winners);
        return result;
    }

    private static Tensor ForWeight(Conv2DGeometry g, Shape shape, Tensor x, Tensor gradient, Tensor winners)
    {
        Tensor result = Tensor.Empty(shape, gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            PooledConvolution2D.WeightGradient(g, x.Span<float>(), gradient.Span<float>(), winners.Span<int>(), result.Span<float>());
        }
        else
        {
            PooledConvolution2D.WeightGradient(g, x.Span<double>(), gradient.Span<double>(), winners.Span<int>(), result.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gradient);
        GC.KeepAlive(winners);
        return result;
    }
}
