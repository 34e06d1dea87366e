using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The angle of the point (other, this), in (−π, π]: this tensor holds the ordinates.</summary>
    /// <param name="other">The right operand; shapes broadcast.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Atan2(Tensor other) => Atan2Op.Apply(this, other);
}

/// <summary>z = atan2(x, y); dL/dx = g y / (x² + y²), dL/dy = −g x / (x² + y²).</summary>
internal static class Atan2Op
{
    internal static readonly KernelSlot<BinaryKernel> Kernel = new("atan2", DTypeSet.Floating, ElementwiseDriver.Binary<Atan2Operator>);

    internal static Tensor Apply(Tensor x, Tensor y)
    {
        (x, y) = Operands.PromoteToFloat("atan2", x, y);
        Tensor z = Kernel.For(x)(x, y);
        return Tape.Record("atan2", z, [x, y], [x, y], static context =>
        {
            Tensor y = context.Saved(0);
            Tensor x = context.Saved(1);
            Tensor scale = context.Gradient / (x * x + y * y);
            if (context.Needs(0))
            {
                context.Give(0, (scale * x).SumTo(context.ShapeOf(0)));
            }

            if (context.Needs(1))
            {
                context.Give(1, (-(scale * y)).SumTo(context.ShapeOf(1)));
            }
        });
    }
}
