using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>min(max(x + 3, 0), 6) / 6 (Howard et al., 2019). Integers are converted to float32 first.</summary>
    public Tensor HardSigmoid() => HardSigmoidOp.Apply(this);
}

/// <summary>y = min(max(x + 3, 0), 6) / 6; dL/dx = g / 6 between −3 and 3, otherwise 0.</summary>
internal static class HardSigmoidOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("hard sigmoid", DTypeSet.Floating, ElementwiseDriver.Unary<HardSigmoidOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("hard sigmoid", DTypeSet.Floating, ElementwiseDriver.Binary<HardSigmoidGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("hard sigmoid", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
