using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether any element of the tensor is not zero, as a bool scalar; false of nothing.</summary>
    public Tensor Any() => AnyOp.Apply(this, ReducedAxes.All(this));

    /// <summary>Whether any element along one axis is not zero; false of nothing.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Any(int axis, bool keepDims = false) => AnyOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "any"));

    /// <summary>Whether any element along several axes is not zero; false of nothing.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor Any(ReadOnlySpan<int> axes, bool keepDims = false) => AnyOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "any"));
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class AnyOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("any", DTypeSet.Bool, static (x, axes) => ReductionDriver.ByGroups(x, axes, DType.Bool, Step));

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        Tensor truth = x.Detach().To(DType.Bool);
        return Tape.Constant(Kernel.For(truth)(truth, axes), truth);
    }

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner) =>
        Reduction.Any(MemoryMarshal.AsBytes(x.Span<bool>()), MemoryMarshal.AsBytes(y.Span<bool>()), outer, reduced, inner);
}
