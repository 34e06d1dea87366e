using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Whether the left element is smaller.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    public static Tensor operator <(Tensor left, Tensor right) => LessOp.Apply(left, right);

    /// <summary>Whether the left element is smaller.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number.</param>
    public static Tensor operator <(Tensor left, double right) => LessOp.Apply(left, Operands.Number(right, left));

    /// <summary>Whether the left element is smaller.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator <(double left, Tensor right) => LessOp.Apply(Operands.Number(left, right), right);

    /// <summary>Whether the left element is smaller.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <returns>Truth values of the common shape; they carry no gradient.</returns>
    public Tensor Less(Tensor other) => LessOp.Apply(this, other);

    /// <summary>Whether the left element is smaller.</summary>
    /// <param name="other">The right operand.</param>
    /// <returns>Truth values of this shape; they carry no gradient.</returns>
    public Tensor Less(double other) => LessOp.Apply(this, Operands.Number(other, this));
}

/// <summary>Truth values of a comparison, which has no gradient.</summary>
internal static class LessOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("less", ElementwiseDriver.Compare<LessOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("less", x.Detach(), y.Detach());
        return Kernel.For(x)(x, y);
    }
}
