using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The complement 1 − erf x, exact where erf is near 1. Integers are converted to float32 first.</summary>
    public Tensor Erfc() => ErfcOp.Apply(this);
}

/// <summary>y = 1 − erf x; dL/dx = −g · 2/√π exp(−x²).</summary>
internal static class ErfcOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("erfc", DTypeSet.Floating, ElementwiseDriver.Unary<ErfcOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("erfc", y, x, saved: x, static (g, x) => -ErfOp.Gradient.For(g)(g, x));
    }
}
