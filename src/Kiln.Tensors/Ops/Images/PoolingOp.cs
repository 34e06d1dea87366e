using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// What the poolings of one, two and three dimensions share. The maximum's gradient goes to the element that was the maximum (the first of equal
/// ones), the average's is dL/dy / (elements of the window); both are summed over windows.
/// </summary>
/// <remarks>The kernels see volumes: an image is a volume of one plane, a sequence a plane of one row.</remarks>
internal sealed class PoolingOp(string name)
{
    private readonly KernelSlot<MaxKernel> _max = new(name, DTypeSet.Float32 | DTypeSet.Float64, cpu: Max);
    private readonly KernelSlot<MaxGradientKernel> _maxGradient = new(name + " gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: MaxGradient);
    private readonly KernelSlot<AverageKernel> _average = new(name, DTypeSet.Float32 | DTypeSet.Float64, cpu: Average);
    private readonly KernelSlot<AverageKernel> _averageGradient = new(name + " gradient", DTypeSet.Float32 | DTypeSet.Float64, cpu: AverageGradient);

    internal delegate Tensor MaxKernel(Pool3DGeometry g, Shape shape, Tensor x, Tensor? indices);

    internal delegate Tensor MaxGradientKernel(Pool3DGeometry g, Shape shape, Tensor gradient, Tensor indices);

    internal delegate Tensor AverageKernel(Pool3DGeometry g, Shape shape, bool countIncludesPadding, Tensor x);

    /// <summary>Computes and records the maxima; <paramref name="shape"/> is their shape.</summary>
    internal Tensor ApplyMax(Pool3DGeometry g, Shape shape, Tensor x)
    {
        DType dtype = x.DType;
        Shape input = x.Shape;
        x = x.To(ComputeTypes.Of(dtype)).Contiguous();
        Tensor? indices = Tape.Wants(x) ? Tensor.Empty(shape, DType.Int32).AsTemporary() : null;
        Tensor y = _max.For(x)(g, shape, x, indices);
        y = Tape.Record(name, y, [x], [indices, y], context => MaxBackward(context, g, input), canAbsorb: true);
        return y.To(dtype);
    }

    /// <summary>Computes and records the averages; <paramref name="shape"/> is their shape.</summary>
    internal Tensor ApplyAverage(Pool3DGeometry g, Shape shape, bool countIncludesPadding, Tensor x)
    {
        DType dtype = x.DType;
        Shape input = x.Shape;
        x = x.To(ComputeTypes.Of(dtype)).Contiguous();
        Tensor y = Tape.Unary(
            name,
            _average.For(x)(g, shape, countIncludesPadding, x),
            x,
            gradient => _averageGradient.For(gradient)(g, input, countIncludesPadding, gradient));
        return y.To(dtype);
    }

    /// <summary>Checks a geometry against its input.</summary>
    internal static Pool3DGeometry Validate(string op, Pool3DGeometry g, Tensor x)
    {
        try
        {
            g.Validate(op);
        }
        catch (ArgumentException e)
        {
            throw new ShapeException($"{e.Message} The input has shape {x.Shape}.", e);
        }

        return g;
    }

    /// <summary>
    /// Where an activation made the input and nobody else uses it, its derivative is applied here: f′ is a function of f(z), and the f(z) that
    /// counts is the maximum itself, so it is enough to look at the pooled image, a quarter of the size for a window of 2 × 2, and the
    /// sums of the bias's gradient run over that too.
    /// </summary>
    private void MaxBackward(BackwardContext context, Pool3DGeometry g, Shape input)
    {
        Tensor indices = context.Saved(0);
        if (context.Absorbed == Activation.None)
        {
            context.Give(0, _maxGradient.For(context.Gradient)(g, input, context.Gradient, indices));
            return;
        }

        (Tensor gradient, Tensor? bias) = FusedActivation.Backward(context.Gradient, context.Saved(1), context.Absorbed, biasWanted: true);
        context.GiveBeforeActivation(_maxGradient.For(gradient)(g, input, gradient, indices), bias!);
    }

    private static Tensor Max(Pool3DGeometry g, Shape shape, Tensor x, Tensor? indices)
    {
        Tensor y = Tensor.Empty(shape, x.DType);
        if (x.DType == DType.Float32)
        {
            MaxPooling3D.Forward(g, x.Span<float>(), y.Span<float>(), indices is null ? default : indices.Span<int>());
        }
        else
        {
            MaxPooling3D.Forward(g, x.Span<double>(), y.Span<double>(), indices is null ? default : indices.Span<int>());
        }

        GC.KeepAlive(x);
        GC.KeepAlive(indices);
        return y;
    }

    private static Tensor MaxGradient(Pool3DGeometry g, Shape shape, Tensor gradient, Tensor indices)
    {
        gradient = gradient.Contiguous();
        Tensor result = Tensor.Empty(shape, gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            MaxPooling3D.Backward(g, gradient.Span<float>(), indices.Span<int>(), result.Span<float>());
        }
        else
        {
            MaxPooling3D.Backward(g, gradient.Span<double>(), indices.Span<int>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(indices);
        return result;
    }

    private static Tensor Average(Pool3DGeometry g, Shape shape, bool countIncludesPadding, Tensor x)
    {
        Tensor y = Tensor.Empty(shape, x.DType);
        if (x.DType == DType.Float32)
        {
            AveragePooling3D.Forward(g, countIncludesPadding, x.Span<float>(), y.Span<float>());
        }
        else
        {
            AveragePooling3D.Forward(g, countIncludesPadding, x.Span<double>(), y.Span<double>());
        }

        GC.KeepAlive(x);
        return y;
    }

    private static Tensor AverageGradient(Pool3DGeometry g, Shape shape, bool countIncludesPadding, Tensor gradient)
    {
        gradient = gradient.Contiguous();
        Tensor result = Tensor.Empty(shape, gradient.DType);
        if (gradient.DType == DType.Float32)
        {
            AveragePooling3D.Backward(g, countIncludesPadding, gradient.Span<float>(), result.Span<float>());
        }
        else
        {
            AveragePooling3D.Backward(g, countIncludesPadding, gradient.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(gradient);
        return result;
    }
}
