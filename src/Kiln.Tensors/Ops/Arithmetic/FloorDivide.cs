using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The quotient rounded down: ⌊x / y⌋. Its gradient is zero.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FloorDivide(Tensor other) => FloorDivideOp.Apply(this, other);

    /// <summary>The quotient rounded down: ⌊x / y⌋. Its gradient is zero.</summary>
    /// <param name="other">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    public Tensor FloorDivide(double other) => FloorDivideOp.Apply(this, Operands.Number(other, this));

    /// <summary>The quotient rounded down: ⌊x / y⌋. Its gradient is zero.</summary>
    /// <param name="other">A whole number, which takes the tensor's type.</param>
    public Tensor FloorDivide(long other) => FloorDivideOp.Apply(this, Operands.Number(other, this));
}

/// <summary>z = ⌊x / y⌋; its gradient is zero wherever it exists.</summary>
internal static class FloorDivideOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("floor divide", DTypeSet.Numeric, ElementwiseDriver.Binary<FloorDivideOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("floor divide", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("floor divide", z, [x, y], [], static context =>
        {
            if (context.Needs(0))
            {
                context.Give(0, Tensor.Zeros(context.ShapeOf(0), context.Gradient.DType));
            }

            if (context.Needs(1))
            {
                context.Give(1, Tensor.Zeros(context.ShapeOf(1), context.Gradient.DType));
            }
        });
    }
}
