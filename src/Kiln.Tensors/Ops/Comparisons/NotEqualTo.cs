using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether elements differ; NaN differs from everything.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor NotEqualTo(Tensor other) => NotEqualOp.Apply(this, other);

    /// <summary>Whether elements differ; NaN differs from everything.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor NotEqualTo(double other) => NotEqualOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class NotEqualOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("not equal", ElementwiseDriver.Compare<NotEqualOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("not equal", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
