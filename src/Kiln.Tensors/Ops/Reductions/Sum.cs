using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, as a scalar. Integers and bool are summed in int64.</summary>
    public Tensor Sum() => SumOp.Apply(this, ReducedAxes.All(this));

    /// <summary>The sum along one axis. Integers and bool are summed in int64; nothing sums to 0.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Sum(int axis, bool keepDims = false) => SumOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "sum"));

    /// <summary>The sum along several axes.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => SumOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "sum"));
}

/// <summary>y = Σ x; dL/dx = g at every element. The error bound of float sums is that of <see cref="Reduction"/>.</summary>
internal static class SumOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("sum", OnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        Tensor y = Kernel.For(x)(x, axes);
        return x.DType.IsFloatingPoint() ? Tape.Unary("sum", y, x, axes.Spread) : Tape.Constant(y, x);
    }

    private static Tensor OnCpu(Tensor x, ReducedAxes axes)
    {
        if (HalfPrecision.Is(x.DType))
        {
            Tensor wide = ToOp.Kernel.For(x)(x, DType.Float32);
            Tensor sum = OnCpu(wide, axes);
            return ToOp.Kernel.For(sum)(sum, x.DType);
        }

        return ReductionDriver.ByGroups(x, axes, x.DType.IsFloatingPoint() ? x.DType : DType.Int64, Step);
    }

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        switch (x.DType)
        {
            case DType.Float32: Reduction.Sum<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner); break;
            case DType.Float64: Reduction.Sum<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner); break;
            case DType.Int8: Reduction.SumIntegers<sbyte>(x.Span<sbyte>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int32: Reduction.SumIntegers<int>(x.Span<int>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.Int64: Reduction.SumIntegers<long>(x.Span<long>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.UInt8: Reduction.SumIntegers<byte>(x.Span<byte>(), y.Span<long>(), outer, reduced, inner); break;
            default: Reduction.SumIntegers(System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.Span<bool>()), y.Span<long>(), outer, reduced, inner); break;
        }
    }
}
