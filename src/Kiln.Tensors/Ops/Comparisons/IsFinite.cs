using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Which elements are neither infinite nor NaN.</summary>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor IsFinite() => IsFiniteOp.Apply(this);
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class IsFiniteOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("is finite", static x => ElementwiseDriver.Compare<IsFiniteOperator>(x, x));

    internal static Tensor Apply(Tensor x) => Kernel.For(x)(x.Detach());
}
