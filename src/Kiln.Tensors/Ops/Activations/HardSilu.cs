using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x min(max(x + 3, 0), 6) / 6, also called hard swish (Howard et al., 2019). Integers are converted to float32 first.</summary>
    public Tensor HardSilu() => HardSiluOp.Apply(this);
}

/// <summary>y = x min(max(x + 3, 0), 6) / 6; dL/dx = g (x/3 + 1/2) between −3 and 3, 0 below, g above.</summary>
internal static class HardSiluOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("hard silu", DTypeSet.Floating, ElementwiseDriver.Unary<HardSiluOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("hard silu", DTypeSet.Floating, ElementwiseDriver.Binary<HardSiluGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("hard silu", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
