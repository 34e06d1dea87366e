using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x to the power y. Whole negative powers of integers are refused.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Pow(Tensor other) => PowerOp.Apply(this, other);

    /// <summary>x to the power of a number. Whole negative powers of integers are refused.</summary>
    /// <param name="other">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    public Tensor Pow(double other) => PowerOp.Apply(this, Operands.Number(other, this));

    /// <summary>x to the power of a number. Whole negative powers of integers are refused.</summary>
    /// <param name="other">A whole number, which takes the tensor's type.</param>
    public Tensor Pow(long other) => PowerOp.Apply(this, Operands.Number(other, this));
}

/// <summary>z = xʸ; dL/dx = g y xʸ⁻¹ (0 where y = 0), dL/dy = g z log x (0 where x = 0).</summary>
internal static class PowerOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("pow", DTypeSet.Numeric, ElementwiseDriver.Binary<PowerOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("pow", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("pow", z, [x, y], [x, y, z], static context =>
        {
            Tensor x = context.Saved(0);
            Tensor y = context.Saved(1);
            Tensor g = context.Gradient;
            if (context.Needs(0))
            {
                context.Give(0, (g * y * x.Pow(y - 1.0)).MaskedFill(y.EqualTo(0.0), 0).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                // 0 to a positive power stays 0 when the power changes a little: log 0 must not make a NaN of it.
                context.Give(1, (g * context.Saved(2) * x.Log()).MaskedFill(x.EqualTo(0.0), 0).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
