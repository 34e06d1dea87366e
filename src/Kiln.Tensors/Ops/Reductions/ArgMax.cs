using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The index of the largest element in row-major order, as an int64 scalar: the first of equals, the first NaN if there is one.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMax() => ArgMaxOp.Apply(this, ReducedAxes.All(this));

    /// <summary>The index along one axis of the largest element, in int64: the first of equals, the first NaN if there is one, as in NumPy.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Tensor ArgMax(int axis, bool keepDims = false) => ArgMaxOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "argmax"));
}

/// <summary>y = argmax x; indices have no gradient.</summary>
internal static class ArgMaxOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("argmax", OnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes) => Tape.Constant(Kernel.For(x)(x, axes.NotEmpty("argmax")), x);

    private static Tensor OnCpu(Tensor x, ReducedAxes axes) => HalfPrecision.Is(x.DType)
        ? OnCpu(ToOp.Kernel.For(x)(x, DType.Float32), axes)
        : ReductionDriver.AtOnce(x, axes, DType.Int64, Step);

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        Span<long> indices = y.Span<long>();
        switch (x.DType)
        {
            case DType.Float32: Reduction.ArgMax<float>(x.Span<float>(), indices, outer, reduced, inner); break;
            case DType.Float64: Reduction.ArgMax<double>(x.Span<double>(), indices, outer, reduced, inner); break;
            case DType.Int8: Reduction.ArgMax<sbyte>(x.Span<sbyte>(), indices, outer, reduced, inner); break;
            case DType.Int32: Reduction.ArgMax<int>(x.Span<int>(), indices, outer, reduced, inner); break;
            case DType.Int64: Reduction.ArgMax<long>(x.Span<long>(), indices, outer, reduced, inner); break;
            case DType.UInt8: Reduction.ArgMax<byte>(x.Span<byte>(), indices, outer, reduced, inner); break;
            default: Reduction.ArgMax<byte>(MemoryMarshal.AsBytes(x.Span<bool>()), indices, outer, reduced, inner); break;
        }
    }
}
