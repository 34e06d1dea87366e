using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether every element of the tensor is not zero, as a bool scalar; true of nothing.</summary>
    public Tensor All() => AllOp.Apply(this, ReducedAxes.All(this));

    /// <summary>Whether every element along one axis is not zero; true of nothing.</summary>
    /// <param name="axis">The axis that goes; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether it stays as an axis of size 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor All(int axis, bool keepDims = false) => AllOp.Apply(this, ReducedAxes.Of(this, [axis], keepDims, "all"));

    /// <summary>Whether every element along several axes is not zero; true of nothing.</summary>
    /// <param name="axes">The axes that go; negative ones count from the end.</param>
    /// <param name="keepDims">Whether they stay as axes of size 1.</param>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    public Tensor All(ReadOnlySpan<int> axes, bool keepDims = false) => AllOp.Apply(this, ReducedAxes.Of(this, axes, keepDims, "all"));
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class AllOp
{
    internal static readonly KernelSlot<ReductionKernel> Kernel = new("all", DTypeSet.Bool, static (x, axes) => ReductionDriver.ByGroups(x, axes, DType.Bool, Step));

    internal static Tensor Apply(Tensor x, ReducedAxes axes)
    {
        Tensor truth = x.Detach().To(DType.Bool);
        return Tape.Constant(Kernel.For(truth)(truth, axes), truth);
    }

    private static void Step(Tensor x, Tensor y, int outer, int reduced, int inner) =>
        Reduction.All(MemoryMarshal.AsBytes(x.Span<bool>()), MemoryMarshal.AsBytes(y.Span<bool>()), outer, reduced, inner);
}
