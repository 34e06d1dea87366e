using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator %(Tensor left, Tensor right) => RemainderOp.Apply(left, right);

    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number, which takes the tensor's type.</param>
    public static Tensor operator %(Tensor left, double right) => RemainderOp.Apply(left, Operands.Number(right, left));

    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="left">A number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator %(double left, Tensor right) => RemainderOp.Apply(Operands.Number(left, right), right);

    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A whole number, which takes the tensor's type.</param>
    public static Tensor operator %(Tensor left, long right) => RemainderOp.Apply(left, Operands.Number(right, left));

    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="left">A whole number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator %(long left, Tensor right) => RemainderOp.Apply(Operands.Number(left, right), right);

    /// <summary>The remainder with the sign of the divisor, as in Python and NumPy: x − y ⌊x / y⌋.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Remainder(Tensor other) => RemainderOp.Apply(this, other);
}

/// <summary>z = x − y ⌊x / y⌋; dL/dx = g, dL/dy = −g ⌊x / y⌋, summed over stretched axes.</summary>
internal static class RemainderOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("remainder", DTypeSet.Numeric, ElementwiseDriver.Binary<RemainderOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("remainder", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("remainder", z, [x, y], [x, y], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, context.Gradient.SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (-(context.Gradient * context.Saved(0).FloorDivide(context.Saved(1)))).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
