using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sum of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => AddOp.Apply(left, right);

    /// <summary>The sum of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number, which takes the tensor's type.</param>
    public static Tensor operator +(Tensor left, double right) => AddOp.Apply(left, Operands.Number(right, left));

    /// <summary>The sum of elements.</summary>
    /// <param name="left">A number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator +(double left, Tensor right) => AddOp.Apply(Operands.Number(left, right), right);

    /// <summary>The sum of elements.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A whole number, which takes the tensor's type.</param>
    public static Tensor operator +(Tensor left, long right) => AddOp.Apply(left, Operands.Number(right, left));

    /// <summary>The sum of elements.</summary>
    /// <param name="left">A whole number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator +(long left, Tensor right) => AddOp.Apply(Operands.Number(left, right), right);

    /// <summary>The sum of elements.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other) => AddOp.Apply(this, other);
}

/// <summary>z = x + y; dL/dx = dL/dy = g, summed over stretched axes.</summary>
internal static class AddOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("add", DTypeSet.Numeric, ElementwiseDriver.Binary<AddOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("add", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("add", z, [x, y], [], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, context.Gradient.SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, context.Gradient.SumTo(context.ShapeOf(1)));
            }
        });
    }
}
