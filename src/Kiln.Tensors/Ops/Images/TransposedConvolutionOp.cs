using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// What the transposed convolutions of one, two and three dimensions share: Y = f(C_W'(X) + b), where C_W' is the gradient of the input of a convolution
/// with weight W (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), chapter 4). With Z' = dL/dY · f′: dL/dX = Z' ⋆ W is that
/// convolution itself, dL/dW its weight gradient with Z' as its input and X as the gradient of its output, dL/db the sums of Z' over pixels.
/// </summary>
/// <remarks>
/// The geometry is that of the convolution that leads back: its input is this op's result, its output this op's input. So forward and backward run on
/// the kernels of a convolution, and its adjoint is exact by construction.
/// </remarks>
internal sealed class TransposedConvolutionOp(string name)
{
    private readonly KernelSlot<ForwardKernel> _forward = new(name, DTypeSet.Float32 | DTypeSet.Float64, cpu: Forward);
    private readonly KernelSlot<ConvolutionOp.ForwardKernel> _inputGradient =
        new(name + " input gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ConvolutionOp.Forward);

    private readonly KernelSlot<ConvolutionOp.GradientKernel> _weightGradient =
        new(name + " weight gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: ConvolutionOp.ForWeight);

    internal delegate Tensor ForwardKernel(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation);

    internal string Name => name;

    /// <summary>Computes and records y; <paramref name="shape"/> is its shape.</summary>
    internal Tensor Apply(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        if (!BiasActivation.IsFused(activation))
        {
            return FusedActivation.Apply(Apply(g, shape, x, weight, bias, Activation.None), activation);
        }

        DType dtype = DTypes.Promote(x.DType, weight.DType);
        DType compute = ComputeTypes.Of(dtype);
        x = x.To(compute).Contiguous();
        weight = weight.To(compute).Contiguous();
        bias = bias?.To(compute).Contiguous();
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

    /// <summary>
    /// The size of the result along an axis, (in − 1) · stride − before − after + dilation · (kernel − 1) + 1 + extra, with every number checked.
    /// </summary>
    internal int OutputSize(Tensor x, int axis, int kernel, int stride, (int Before, int After) padding, int dilation, int extra)
    {
        int size = x.Shape[axis];
        if (size < 1 || kernel < 1 || stride < 1 || dilation < 1 || padding.Before < 0 || padding.After < 0)
        {
            throw new ShapeException(
                $"{name}: along axis {axis} of {x.Shape}, kernel {kernel}, stride {stride} and dilation {dilation} must be at least 1, "
                + $"padding {padding} at least 0, and the input must not be empty");
        }

        if (extra < 0 || extra >= stride)
        {
            throw new ShapeException($"{name}: the output padding along axis {axis} is {extra}; expected at least 0 and below the stride {stride}");
        }

        long result = ((size - 1L) * stride) - padding.Before - padding.After + ((long)dilation * (kernel - 1)) + 1 + extra;
        return result is >= 1 and <= int.MaxValue
            ? (int)result
            : throw new ShapeException(
                $"{name}: an input of shape {x.Shape} would give {result} elements along axis {axis}: (in − 1) · {stride} − {padding.Before} − {padding.After} "
                + $"+ {dilation} · ({kernel} − 1) + 1 + {extra}");
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
            context.Give(0, _inputGradient.For(z)(g, context.ShapeOf(0), z, context.Saved(1), null, Activation.None));
        }

        if (context.Needs(1))
        {
            context.Give(1, _weightGradient.For(z)(g, context.ShapeOf(1), z, context.Saved(0)));
        }
    }

    private static Tensor Forward(Conv3DGeometry g, Shape shape, Tensor x, Tensor weight, Tensor? bias, Activation activation)
    {
        Tensor y = ConvolutionOp.ForInput(g, shape, x, weight);
        int columns = shape[^1];
        int rows = columns == 0 ? 0 : y.Count / columns;
        if (y.DType == DType.Float32)
        {
            BiasActivation.Forward(rows, columns, bias is null ? default : bias.Span<float>(), y.Span<float>(), activation);
        }
        else
        {
            BiasActivation.Forward(rows, columns, bias is null ? default : bias.Span<double>(), y.Span<double>(), activation);
        }

        GC.KeepAlive(bias);
        GC.KeepAlive(y);
        return y;
    }
}
