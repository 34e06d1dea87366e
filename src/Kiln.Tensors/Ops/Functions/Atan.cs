using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The arc tangent, in (−π/2, π/2). Integers are converted to float32 first.</summary>
    public Tensor Atan() => AtanOp.Apply(this);
}

/// <summary>y = arctan x; dL/dx = g / (1 + x²).</summary>
internal static class AtanOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("atan", DTypeSet.Floating, ElementwiseDriver.Unary<AtanOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("atan", y, x, saved: x, static (g, x) => g / (x * x + 1.0));
    }
}
