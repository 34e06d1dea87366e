using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The hyperbolic tangent. Integers are converted to float32 first.</summary>
    public Tensor Tanh() => TanhOp.Apply(this);
}

/// <summary>y = tanh x; dL/dx = g (1 − y²).</summary>
internal static class TanhOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("tanh", DTypeSet.Floating, ElementwiseDriver.Unary<TanhOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("tanh", DTypeSet.Floating, ElementwiseDriver.Binary<TanhGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("tanh", y, x, saved: y, static (g, y) => Gradient.For(g)(g, y));
    }
}
