using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The arc cosine, in [0, π]; NaN outside [−1, 1]. Integers are converted to float32 first.</summary>
    public Tensor Acos() => AcosOp.Apply(this);
}

/// <summary>y = arccos x; dL/dx = −g / √(1 − x²).</summary>
internal static class AcosOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("acos", DTypeSet.Floating, ElementwiseDriver.Unary<AcosOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("acos", y, x, saved: x, static (g, x) => -(g * (1.0 - x * x).Rsqrt()));
    }
}
