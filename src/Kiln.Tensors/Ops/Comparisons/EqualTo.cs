using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether elements are equal; NaN is equal to nothing.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor EqualTo(Tensor other) => EqualOp.Apply(this, other);

    /// <summary>Whether elements are equal; NaN is equal to nothing.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor EqualTo(double other) => EqualOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class EqualOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("equal", ElementwiseDriver.Compare<EqualOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("equal", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
