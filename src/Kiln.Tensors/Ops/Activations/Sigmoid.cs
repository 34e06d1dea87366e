using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The logistic function 1 / (1 + e⁻ˣ). Integers are converted to float32 first.</summary>
    public Tensor Sigmoid() => SigmoidOp.Apply(this);
}

/// <summary>y = 1 / (1 + e⁻ˣ); dL/dx = g y (1 − y).</summary>
internal static class SigmoidOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("sigmoid", DTypeSet.Floating, ElementwiseDriver.Unary<SigmoidOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("sigmoid", DTypeSet.Floating, ElementwiseDriver.Binary<SigmoidGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("sigmoid", y, x, saved: y, static (g, y) => Gradient.For(g)(g, y));
    }
}
