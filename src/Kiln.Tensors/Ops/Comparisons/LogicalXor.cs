using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether exactly one element is true: <c>(x > 0) ^ (x &lt; 1)</c>.</summary>
    /// <param name="left">Truth values.</param>
    /// <param name="right">Truth values; shapes broadcast.</param>
    /// <returns>Truth values of the common shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">An operand is not bool: <see cref="LogicalXor(Tensor)"/> takes any type.</exception>
    public static Tensor operator ^(Tensor left, Tensor right) =>
        LogicalXorOp.Apply(Operands.Truth("^", left), Operands.Truth("^", right));

    /// <summary>Whether exactly one of the elements is not zero.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor LogicalXor(Tensor other) => LogicalXorOp.Apply(this, other);

    /// <summary>Whether exactly one of the elements is not zero.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor LogicalXor(double other) => LogicalXorOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class LogicalXorOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("logical xor", ElementwiseDriver.Compare<LogicalXorOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("logical xor", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
