using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether both elements are true: <c>(x > 0) &amp; (x &lt; 1)</c>.</summary>
    /// <param name="left">Truth values.</param>
    /// <param name="right">Truth values; shapes broadcast.</param>
    /// <returns>Truth values of the common shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">An operand is not bool: <see cref="LogicalAnd(Tensor)"/> takes any type.</exception>
    public static Tensor operator &(Tensor left, Tensor right) =>
        LogicalAndOp.Apply(Operands.Truth("&", left), Operands.Truth("&", right));

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
