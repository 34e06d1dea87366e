using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x tanh(log(1 + eˣ)) (Misra, 2019). Integers are converted to float32 first.</summary>
    public Tensor Mish() => MishOp.Apply(this);
}

/// <summary>y = x t with t = tanh(log(1 + eˣ)); dL/dx = g (t + x (1 − t²) sigmoid x).</summary>
internal static class MishOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("mish", DTypeSet.Floating, ElementwiseDriver.Unary<MishOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("mish", DTypeSet.Floating, ElementwiseDriver.Binary<MishGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("mish", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
