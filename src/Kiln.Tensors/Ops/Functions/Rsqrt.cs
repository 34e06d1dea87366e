using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>1 / √x. Integers are converted to float32 first.</summary>
    public Tensor Rsqrt() => RsqrtOp.Apply(this);
}

/// <summary>y = 1 / √x; dL/dx = −g y³ / 2.</summary>
internal static class RsqrtOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("rsqrt", DTypeSet.Floating, ElementwiseDriver.Unary<ReciprocalSqrtOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("rsqrt", y, x, saved: y, static (g, y) => g * (y * y * y) * -0.5);
    }
}
