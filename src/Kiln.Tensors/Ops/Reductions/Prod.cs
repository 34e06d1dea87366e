using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The product of all elements, as a scalar. Integers and bool are multiplied in int64; floats in float64 and rounded.</summary>
    public Tensor Prod() => ProdOp.Apply(this, ReducedAxes.All(this));

    /// <summary>The product along one axis; nothing multiplies to 1.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Prod(int axis, bool keepDims = false) => ProdOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "prod"));

    /// <summary>The product along several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Prod(ReadOnlySpan<int> axes, bool keepDims = false) => ProdOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "prod"));
}

/// <summary>y = Π x; dL/dxᵢ = g · Π over the others, computed without dividing, so that zeros are no exception.</summary>
internal static class ProdOp
{
    internal delegate Tensor ProdGradientKernel(Tensor x, Tensor g, ReducedAxes axes);

    internal static readonly KernelSlot<ReductionKernel> Kernel = new("prod", OnCpu);

    internal static readonly KernelSlot<ProdGradientKernel> Gradient = new("prod gradient", DTypeSet.Floating, GradientOnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        Tensor y = Kernel.For(x)(x, axes);
        return x.DType.IsFloatingPoint()
            ? Tape.Unary("prod", y, x, saved: x, (g, x) => Gradient.For(x)(x, g, axes))
            : Tape.Constant(y, x);
    }

    private static Tensor OnCpu(Tensor x, ReducedAxes axes) => x.DType switch
    {
        DType.Float16 or DType.BFloat16 => OnCpu(x.Detach().To(DType.Float32), axes).To(x.DType),
        DType.Float32 or DType.Float64 => ReductionDriver.AtOnce(x, axes, x.DType, Step),
        DType.Bool => OnCpu(x.To(DType.UInt8), axes),
        _ => ReductionDriver.AtOnce(x, axes, DType.Int64, Step),
    };

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        switch (x.DType)
        {
            case DType.Float32: Reduction.Product<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner); break;
            case DType.Float64: Reduction.Product<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner); break;
            case DType.Int8: Reduction.ProductIntegers<sbyte>(x.Span<sbyte>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int32: Reduction.ProductIntegers<int>(x.Span<int>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int64: Reduction.ProductIntegers<long>(x.Span<long>(), y.Span<long>(), outer, reduced, inner); break;
            default: Reduction.ProductIntegers<byte>(x.Span<byte>(), y.Span<long>(), outer, reduced, inner); break;
        }
    }

    private static Tensor GradientOnCpu(Tensor x, Tensor g, ReducedAxes axes)
    {
        if (HalfPrecision.Is(x.DType))
        {
            return GradientOnCpu(x.Detach().To(DType.Float32), g.To(DType.Float32), axes).To(x.DType);
        }

        (Tensor source, int outer, int reduced, int inner) = ReductionDriver.Together(x, axes);
        Tensor gy = g.Contiguous();
        Tensor gx = Tensor.Empty(source.Shape, x.DType);
        if (x.DType == DType.Float32)
        {
            Reduction.ProductGradient<float>(source.Span<float>(), gy.Span<float>(), gx.Span<float>(), outer, reduced, inner);
        }
        else
        {
            Reduction.ProductGradient<double>(source.Span<double>(), gy.Span<double>(), gx.Span<double>(), outer, reduced, inner);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(gy);
        return ReductionDriver.Apart(gx, axes);
    }
}
