using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x / (1 + |x|), which is NaN at ±∞. Integers are converted to float32 first.</summary>
    public Tensor Softsign() => SoftsignOp.Apply(this);
}

/// <summary>y = x / (1 + |x|); dL/dx = g / (1 + |x|)².</summary>
internal static class SoftsignOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("softsign", DTypeSet.Floating, ElementwiseDriver.Unary<SoftsignOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("softsign", DTypeSet.Floating, ElementwiseDriver.Binary<SoftsignGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("softsign", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
