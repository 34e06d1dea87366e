using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The largest element of all elements, as a scalar; NaN if one is NaN.</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max() => MaxOp.Apply(this, ReducedAxes.All(this));

    /// <summary>The largest element along one axis; NaN if one is NaN.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Tensor Max(int axis, bool keepDims = false) => MaxOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "max"));

    /// <summary>The largest element along several axes; NaN if one is NaN.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist, is given twice, or is empty.</exception>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false) => MaxOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "max"));
}

/// <summary>y = max x; the gradient is shared equally by the elements that equal the largest element, as PyTorch's amax does.</summary>
internal static class MaxOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("max", OnCpu);

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        Tensor y = Kernel.For(x)(x, axes.NotEmpty("max"));
        return x.DType.IsFloatingPoint() ? Tape.Record("max", y, [x], [x, y], context => Backward(context, axes)) : Tape.Constant(y, x);
    }

    private static void Backward(BackwardContext context, ReducedAxes axes) =>
        context.Give(0, ExtremumGradient.Share(context.Saved(0), context.Saved(1), context.Gradient, axes));

    private static Tensor OnCpu(Tensor x, ReducedAxes axes) => ReductionDriver.ByGroups(x, axes, x.DType, Step);

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner)
    {
        switch (x.DType)
        {
            case DType.Float32: Reduction.Max<float>(x.Span<float>(), y.Span<float>(), outer, reduced, inner); break;
            case DType.Float64: Reduction.Max<double>(x.Span<double>(), y.Span<double>(), outer, reduced, inner); break;
            case DType.Float16: Reduction.Max<Half>(x.Span<Half>(), y.Span<Half>(), outer, reduced, inner); break;
            case DType.BFloat16: Reduction.Max<BFloat16>(x.Span<BFloat16>(), y.Span<BFloat16>(), outer, reduced, inner); break;
            case DType.Int8: Reduction.Max<sbyte>(x.Span<sbyte>(), y.Span<sbyte>(), outer, reduced, inner); break;
            case DType.Int32: Reduction.Max<int>(x.Span<int>(), y.Span<int>(), outer, reduced, inner); break;
            case DType.Int64: Reduction.Max<long>(x.Span<long>(), y.Span<long>(), outer, reduced, inner); break;
            case DType.UInt8: Reduction.Max<byte>(x.Span<byte>(), y.Span<byte>(), outer, reduced, inner); break;
            default: Reduction.Max<byte>(MemoryMarshal.AsBytes(x.Span<bool>()), MemoryMarshal.AsBytes(y.Span<bool>()), outer, reduced, inner); break;
        }
    }
}
