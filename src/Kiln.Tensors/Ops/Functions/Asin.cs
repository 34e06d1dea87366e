using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The arc sine, in [−π/2, π/2]; NaN outside [−1, 1]. Integers are converted to float32 first.</summary>
    public Tensor Asin() => AsinOp.Apply(this);
}

/// <summary>y = arcsin x; dL/dx = g / √(1 − x²).</summary>
internal static class AsinOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("asin", DTypeSet.Floating, ElementwiseDriver.Unary<AsinOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("asin", y, x, saved: x, static (g, x) => g * (1.0 - x * x).Rsqrt());
    }
}
