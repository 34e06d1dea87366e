using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether elements are false.</summary>
    /// <param name="x">Truth values.</param>
    /// <returns>Truth values of the same shape.</returns>
    /// <exception cref="DTypeException">The operand is not bool: <see cref="LogicalNot"/> takes any type.</exception>
    public static Tensor operator !(Tensor x) => LogicalNotOp.Apply(Operands.Truth("!", x));

    /// <summary>Whether elements are zero.</summary>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor LogicalNot() => LogicalNotOp.Apply(this);
}

/// <summary>Truth values, which have no gradient.</summary>
internal static class LogicalNotOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("logical not", static x => ElementwiseDriver.Compare<LogicalNotOperator>(x, x));

    internal static Tensor Apply(Tensor x) => Kernel.For(x)(x.Detach());
}
