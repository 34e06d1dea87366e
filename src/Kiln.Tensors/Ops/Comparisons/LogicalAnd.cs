using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether both elements are not zero.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor LogicalAnd(Tensor other) => LogicalAndOp.Apply(this, other);

    /// <summary>Whether both elements are not zero.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor LogicalAnd(double other) => LogicalAndOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class LogicalAndOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("logical and", ElementwiseDriver.Compare<LogicalAndOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("logical and", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
