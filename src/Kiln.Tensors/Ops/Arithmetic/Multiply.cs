using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => MultiplyOp.Apply(left, right);

    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number, which takes the tensor's type.</param>
    public static Tensor operator *(Tensor left, double right) => MultiplyOp.Apply(left, Operands.Number(right, left));

    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="left">A number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator *(double left, Tensor right) => MultiplyOp.Apply(Operands.Number(left, right), right);

    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A whole number, which takes the tensor's type.</param>
    public static Tensor operator *(Tensor left, long right) => MultiplyOp.Apply(left, Operands.Number(right, left));

    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="left">A whole number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator *(long left, Tensor right) => MultiplyOp.Apply(Operands.Number(left, right), right);

    /// <summary>The product of elements; for the product of matrices see MatMul.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Multiply(Tensor other) => MultiplyOp.Apply(this, other);
}

/// <summary>z = x · y; dL/dx = g · y, dL/dy = g · x, summed over stretched axes.</summary>
internal static class MultiplyOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("multiply", DTypeSet.Numeric, ElementwiseDriver.Binary<MultiplyOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("multiply", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("multiply", z, [x, y], [x, y], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, (context.Gradient * context.Saved(1)).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (context.Gradient * context.Saved(0)).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
