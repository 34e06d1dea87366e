using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The smaller of two elements; NaN if either is.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Minimum(Tensor other) => MinimumOp.Apply(this, other);

    /// <summary>The smaller of an element and a number; NaN if either is.</summary>
    /// <param name="other">A number, which takes the tensor's type; a fractional one makes integers float32.</param>
    public Tensor Minimum(double other) => MinimumOp.Apply(this, Operands.Number(other, this));

    /// <summary>The smaller of an element and a number; NaN if either is.</summary>
    /// <param name="other">A whole number, which takes the tensor's type.</param>
    public Tensor Minimum(long other) => MinimumOp.Apply(this, Operands.Number(other, this));
}

/// <summary>z = min(x, y); g goes to the smaller, half to each where they are equal.</summary>
internal static class MinimumOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("minimum", DTypeSet.Numeric, ElementwiseDriver.Binary<MinimumOperator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.Promote("minimum", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("minimum", z, [x, y], [x, y], static context =>
        {
            Tensor x = context.Saved(0);
            Tensor y = context.Saved(1);
            Tensor g = context.Gradient;

            // Where both are equal each takes half, as in PyTorch.
            Tensor share = (x.Less(y).To(g.DType) + x.LessOrEqual(y).To(g.DType)) * 0.5;
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
