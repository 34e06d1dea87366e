using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(1 + eˣ). Integers are converted to float32 first.</summary>
    public Tensor Softplus() => SoftplusOp.Apply(this);
}

/// <summary>y = log(1 + eˣ); dL/dx = g · sigmoid x.</summary>
internal static class SoftplusOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("softplus", DTypeSet.Floating, ElementwiseDriver.Unary<SoftplusOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("softplus", DTypeSet.Floating, ElementwiseDriver.Binary<SoftplusGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("softplus", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
