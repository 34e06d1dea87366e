using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether at least one element is true: <c>(x > 0) | (x &lt; 1)</c>.</summary>
    /// <param name="left">Truth values.</param>
    /// <param name="right">Truth values; shapes broadcast.</param>
    /// <returns>Truth values of the common shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">An operand is not bool: <see cref="LogicalOr(Tensor)"/> takes any type.</exception>
    public static Tensor operator |(Tensor left, Tensor right) =>
        LogicalOrOp.Apply(Operands.Truth("|", left), Operands.Truth("|", right));

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
