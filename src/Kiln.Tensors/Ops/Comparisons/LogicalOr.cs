using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether one of the elements is not zero.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor LogicalOr(Tensor other) => LogicalOrOp.Apply(this, other);

    /// <summary>Whether one of the elements is not zero.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor LogicalOr(double other) => LogicalOrOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class LogicalOrOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("logical or", ElementwiseDriver.Compare<LogicalOrOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("logical or", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
