using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// What the convolutions of one, two and three dimensions share. Y = f(X ⋆ W + b). With Z' = dL/dY · f′: dL/dX is the convolution of Z' with W turned
/// round, dL/dW the correlation of X with Z', dL/db the sums of Z' over pixels. An input that needs no gradient (the images of a first layer) costs none.
/// </summary>
/// <remarks>The kernels see volumes: an image is a volume of one plane, a sequence a plane of one row.</remarks>
internal sealed class ConvolutionOp(string name)
{
    private readonly KernelSlot<ForwardKernel> _forward = new(name, DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    private readonly KernelSlot<GradientKernel> _inputGradient = new(name + " input gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForInput);
    private readonly KernelSlot<GradientKernel> _weightGradient = new(name + " weight gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ForWeight);

    internal delegate Tensor ForwardKernel(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation);

    internal delegate Tensor GradientKernel(Conv3DGeometry g, Shape shape, Tensor first, Tensor second);

    internal string Name => name;

    /// <summary>Computes and records y; <paramref name="shape"/> is its shape.</summary>
    internal Tensor Apply(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        FusedActivation.Check(name, activation);
        if (!BiasActivation.IsFused(activation))
        {
            return FusedActivation.Apply(Apply(g, shape, x, weight, bias, Activation.None), activation);
        }

        DType dtype = DTypes.Promote(x.DType, weight.DType);
        DType compute = ComputeTypes.Of(dtype);
        x = x.To(compute).Contiguous();
        weight = weight.To(compute).Contiguous();
        bias = bias is null ? null : bias.To(compute).Contiguous();
        Tensor y = _forward.For(x)(g, shape, x, weight, bias, activation);
        y = Tape.Record(
            name,
            y,
            [x, weight, bias],
            [x, weight, activation == Activation.None ? null : y],
            context => Backward(context, g, activation),
            activation);
        return y.To(dtype);
    }

    /// <summary>Checks the window against the input.</summary>
    internal void Validate(Conv3DGeometry g, Tensor x, Tensor weight)
    {
        try
        {
            g.Validate(name);
        }
        catch (ArgumentException e)
        {
            throw new ShapeException($"{e.Message} The input has shape {x.Shape}, the weight {weight.Shape}.", e);
        }
    }

    private void Backward(BackwardContext context, Conv3DGeometry g, Activation activation)
    {
        (Tensor z, Tensor? biasGradient) = FusedActivation.Backward(context, activation);
        if (biasGradient is not null)
        {
            context.Give(2, biasGradient);
        }

        if (context.Needs(0))
        {
            context.Give(0, _inputGradient.For(z)(g, context.ShapeOf(0), z, context.Saved(1)));
        }

        if (context.Needs(1))
        {
            context.Give(1, _weightGradient.For(z)(g, context.ShapeOf(1), context.Saved(0), z));
        }
    }

    internal static Tensor Forward(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        Tensor y = Tensor.Empty(shape, x.DType);
        MultiplyAddCounter.Add((long)y.Count / y.Shape[^1] * weight.Count);
        if (x.DType == DType.Float32)
        {
            Convolution3D.Forward(g, x.Span<float>(), weight.Span<float>(), bias is null ? default : bias.Span<float>(), y.Span<float>(), activation);
        }
        else
        {
            Convolution3D.Forward(g, x.Span<double>(), weight.Span<double>(), bias is null ? default : bias.Span<double>(), y.Span<double>(), activation);
        }

        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return y;
    }

    internal static Tensor ForInput(Conv3DGeometry g, Shape shape, Tensor gradient, Tensor weight)
    {
        Tensor result = Tensor.Empty(shape, gradient.DType);
        MultiplyAddCounter.Add((long)gradient.Count / gradient.Shape[^1] * weight.Count);
        if (gradient.DType == DType.Float32)
        {
            Convolution3D.InputGradient(g, gradient.Span<float>(), weight.Span<float>(), result.Span<float>());
        }
        else
        {
            Convolution3D.InputGradient(g, gradient.Span<double>(), weight.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(weight);
        return result;
    }

    internal static Tensor ForWeight(Conv3DGeometry g, Shape shape, Tensor x, Tensor gradient)
    {
        Tensor result = Tensor.Empty(shape, gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            Convolution3D.WeightGradient(g, x.Span<float>(), gradient.Span<float>(), result.Span<float>());
        }
        else
        {
            Convolution3D.WeightGradient(g, x.Span<double>(), gradient.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(gradient);
        return result;
    }
}
