using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>A two-dimensional convolution (cross-correlation) with bias and activation, as one operation over channels-last images.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="weight">(kernel height, kernel width, channels / groups, filters).</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for <see cref="Conv2DOptions.Default"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out height, out width, filters), out = ⌊(in + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the window is larger than the padded image.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv2D(
        Tensor x, Tensor weight, Tensor? bias = null, Conv2DOptions? options = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv2DOp.Apply(x, weight, bias, options ?? Conv2DOptions.Default, activation);
    }
}

/// <summary>
/// Y = f(X ⋆ W + b). With Z' = dL/dY · f′: dL/dX is the convolution of Z' with W turned round, dL/dW the correlation of X with Z', dL/db the sums of
/// Z' over pixels. An input that needs no gradient (the images of a first layer) costs none.
/// </summary>
internal static class Conv2DOp
{
    internal delegate Tensor ForwardKernel(Conv2DGeometry g, Tensor x, Tensor weight, Tensor? bias, Activation activation);

    internal delegate Tensor GradientKernel(Conv2DGeometry g, Tensor first, Tensor second);

    internal static readonly KernelSlot<ForwardKernel> Kernel = new("conv2d", DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    internal static readonly KernelSlot<GradientKernel> InputGradient = new("conv2d input gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForInput);
    internal static readonly KernelSlot<GradientKernel> WeightGradient = new("conv2d weight gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForWeight);

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options, Activation activation)
    {
        Conv2DGeometry g = Geometry(x, weight, bias, options);
        if (!BiasActivation.IsFused(activation))
        {
            return FusedActivation.Apply(Apply(x, weight, bias, options, Activation.None), activation);
        }

        DType dtype = DTypes.Promote(x.DType, weight.DType);
        DType compute = ComputeTypes.Of(dtype);
        x = x.To(compute).Contiguous();
        weight = weight.To(compute).Contiguous();
        bias = bias is null ? null : bias.To(compute).Contiguous();
        Tensor y = Kernel.For(x)(g, x, weight, bias, activation);
        y = Tape.Record(
            "conv2d",
            y,
            [x, weight, bias],
            [x, weight, activation == Activation.None ? null : y],
            context => Backward(context, g, activation),
            activation);
        return y.To(dtype);
    }

    private static void Backward(BackwardContext context, Conv2DGeometry g, Activation activation)
    {
        (Tensor z, Tensor? biasGradient) = FusedActivation.Backward(context, activation);
        if (biasGradient is not null)
        {
            context.Give(2, biasGradient);
        }

        if (context.Needs(0))
        {
            context.Give(0, InputGradient.For(z)(g, z, context.Saved(1)));
        }

        if (context.Needs(1))
        {
            context.Give(1, WeightGradient.For(z)(g, context.Saved(0), z));
        }
    }

    private static Tensor Forward(Conv2DGeometry g, Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        Tensor y = Tensor.Empty([g.Batch, g.OutHeight, g.OutWidth, g.OutChannels], x.DType);
        if (x.DType == DType.Float32)
        {
            Convolution2D.Forward(g, x.Span<float>(), weight.Span<float>(), bias is null ? default : bias.Span<float>(), y.Span<float>(), activation);
        }
        else
        {
            Convolution2D.Forward(g, x.Span<double>(), weight.Span<double>(), bias is null ? default : bias.Span<double>(), y.Span<double>(), activation);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return y;
    }

    private static Tensor ForInput(Conv2DGeometry g, Tensor gradient, Tensor weight)
    {
        Tensor result = Tensor.Empty([g.Batch, g.Height, g.Width, g.InChannels], gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            Convolution2D.InputGradient(g, gradient.Span<float>(), weight.Span<float>(), result.Span<float>());
        }
        else
        {
            Convolution2D.InputGradient(g, gradient.Span<double>(), weight.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(weight);
        return result;
    }

    private static Tensor ForWeight(Conv2DGeometry g, Tensor x, Tensor gradient)
    {
        Tensor result = Tensor.Empty([g.KernelHeight, g.KernelWidth, g.InChannels / g.Groups, g.OutChannels], gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            Convolution2D.WeightGradient(g, x.Span<float>(), gradient.Span<float>(), result.Span<float>());
        }
        else
        {
            Convolution2D.WeightGradient(g, x.Span<double>(), gradient.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gradient);
        return result;
    }

    private static Conv2DGeometry Geometry(Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options)
    {
        if (x.Rank != 4)
        {
            string hint = x.Rank == 3 ? "; add the batch axis with ExpandDims(0), or the channel axis with ExpandDims(-1)" : string.Empty;
            throw new ShapeException($"conv2d: the input has shape {x.Shape}; expected (batch, height, width, channels){hint}");
        }

        if (weight.Rank != 4)
        {
            throw new ShapeException(
                $"conv2d: the weight has shape {weight.Shape}; expected (kernel height, kernel width, channels / groups, filters)");
        }

        if (options.Groups < 1 || x.Shape[3] != (long)weight.Shape[2] * options.Groups)
        {
            string hint = x.Shape[1] == weight.Shape[2] * options.Groups ? "; is the input channels-first? Permute it to (batch, height, width, channels)" : string.Empty;
            throw new ShapeException(
                $"conv2d: the input {x.Shape} has {x.Shape[3]} channels, the weight {weight.Shape} with {options.Groups} groups takes "
                + $"{(long)weight.Shape[2] * options.Groups}{hint}");
        }

        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[3]))
        {
            throw new ShapeException($"conv2d: the bias has shape {bias.Shape}; expected ({weight.Shape[3]},), one element for each filter");
        }

        var g = new Conv2DGeometry(
            x.Shape[0],
            x.Shape[1],
            x.Shape[2],
            x.Shape[3],
            weight.Shape[3],
            weight.Shape[0],
            weight.Shape[1],
            options.Stride.Height,
            options.Stride.Width,
            options.Padding.Top,
            options.Padding.Bottom,
            options.Padding.Left,
            options.Padding.Right,
            options.Dilation.Height,
            options.Dilation.Width,
            options.Groups);
        try
        {
            g.Validate();
        }
        catch (ArgumentException e)
        {
            throw new ShapeException($"{e.Message} The input has shape {x.Shape}, the weight {weight.Shape}.", e);
        }

        return g;
    }
}
