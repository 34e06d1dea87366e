using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The difference of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator -(Tensor left, Tensor right) => SubtractOp.Apply(left, right);

    /// <summary>The difference of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number, which takes the tensor's type.</param>
    public static Tensor operator -(Tensor left, double right) => SubtractOp.Apply(left, Operands.Number(right, left));

    /// <summary>The difference of elements.</summary>
    /// <param name="left">A number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator -(double left, Tensor right) => SubtractOp.Apply(Operands.Number(left, right), right);

    /// <summary>The difference of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A whole number, which takes the tensor's type.</param>
    public static Tensor operator -(Tensor left, long right) => SubtractOp.Apply(left, Operands.Number(right, left));

    /// <summary>The difference of elements.</summary>
    /// <param name="left">A whole number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator -(long left, Tensor right) => SubtractOp.Apply(Operands.Number(left, right), right);

    /// <summary>The difference of elements.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Subtract(Tensor other) => SubtractOp.Apply(this, other);
}

/// <summary>z = x − y; dL/dx = g, dL/dy = −g, summed over stretched axes.</summary>
internal static class SubtractOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("subtract", DTypeSet.Numeric, ElementwiseDriver.Binary<SubtractOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("subtract", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("subtract", z, [x, y], [], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, context.Gradient.SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (-context.Gradient).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
