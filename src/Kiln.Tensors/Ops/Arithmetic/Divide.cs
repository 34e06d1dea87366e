using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor left, Tensor right) => DivideOp.Apply(left, right);

    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A number, which takes the tensor's type.</param>
    public static Tensor operator /(Tensor left, double right) => DivideOp.Apply(left, Operands.Number(right, left));

    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="left">A number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator /(double left, Tensor right) => DivideOp.Apply(Operands.Number(left, right), right);

    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="left">The left operand.</param>
    /// <param name="right">A whole number, which takes the tensor's type.</param>
    public static Tensor operator /(Tensor left, long right) => DivideOp.Apply(left, Operands.Number(right, left));

    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="left">A whole number, which takes the tensor's type.</param>
    /// <param name="right">The right operand.</param>
    public static Tensor operator /(long left, Tensor right) => DivideOp.Apply(Operands.Number(left, right), right);

    /// <summary>The quotient of elements; integers are converted to float32 first, as in PyTorch.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Divide(Tensor other) => DivideOp.Apply(this, other);
}

/// <summary>z = x / y; dL/dx = g / y, dL/dy = −g · z / y, summed over stretched axes.</summary>
internal static class DivideOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("divide", DTypeSet.Numeric, ElementwiseDriver.Binary<DivideOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.PromoteToFloat("divide", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("divide", z, [x, y], [y, z], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, (context.Gradient / context.Saved(0)).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (-(context.Gradient * context.Saved(1) / context.Saved(0))).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
