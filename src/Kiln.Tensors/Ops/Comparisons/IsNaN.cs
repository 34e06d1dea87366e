using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Which elements are not a number.</summary>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor IsNaN() => IsNaNOp.Apply(this);
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class IsNaNOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("is nan", static x => ElementwiseDriver.Compare<IsNaNOperator>(x, x));

    internal static Tensor Apply(Tensor x) => Kernel.For(x)(x.Detach());
}
