using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Which elements are infinite.</summary>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor IsInfinity() => IsInfinityOp.Apply(this);
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class IsInfinityOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("is infinity", static x => ElementwiseDriver.Compare<IsInfinityOperator>(x, x));

    internal static Tensor Apply(Tensor x) => Kernel.For(x)(x.Detach());
}
