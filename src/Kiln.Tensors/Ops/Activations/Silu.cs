using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sigmoid linear unit x / (1 + e⁻ˣ), also called swish (Hendrycks and Gimpel, 2016; Ramachandran et al., 2017). Integers are converted to float32 first.</summary>
    public Tensor Silu() => SiluOp.Apply(this);
}

/// <summary>y = x s with s = sigmoid x; dL/dx = g s (1 + x (1 − s)).</summary>
internal static class SiluOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("silu", DTypeSet.Floating, ElementwiseDriver.Unary<SiluOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("silu", DTypeSet.Floating, ElementwiseDriver.Binary<SiluGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("silu", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
