using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The larger of two elements; NaN if either is.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => MaximumOp.Apply(this, other);

    /// <summary>The larger of an element and a number; NaN if either is.</summary>
    /// <param name="other">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    public Tensor Maximum(double other) => MaximumOp.Apply(this, Operands.Number(other, this));

    /// <summary>The larger of an element and a number; NaN if either is.</summary>
    /// <param name="other">A whole number, which takes the tensor's type.</param>
    public Tensor Maximum(long other) => MaximumOp.Apply(this, Operands.Number(other, this));
}

/// <summary>z = max(x, y); g goes to the larger, half to each where they are equal.</summary>
internal static class MaximumOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("maximum", DTypeSet.Numeric, ElementwiseDriver.Binary<MaximumOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("maximum", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("maximum", z, [x, y], [x, y], static context =>
        {
            Tensor x = context.Saved(0);
            Tensor y = context.Saved(1);
            Tensor g = context.Gradient;

            // Where both are equal each takes half, as in PyTorch.
            Tensor share = (x.Greater(y).To(g.DType) + x.GreaterOrEqual(y).To(g.DType)) * 0.5;
            if (context.Needs(0))
            {
                context.Give(0, (g * share).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (g * (1.0 - share)).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
