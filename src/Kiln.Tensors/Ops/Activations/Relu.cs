using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The rectified linear unit max(x, 0); NaN stays NaN.</summary>
    public Tensor Relu() => ReluOp.Apply(this);
}

/// <summary>y = max(x, 0); dL/dx = g where y is positive, else 0.</summary>
internal static class ReluOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("relu", DTypeSet.Numeric, ElementwiseDriver.Unary<ReluOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("relu", DTypeSet.Floating, ElementwiseDriver.Binary<ReluGradient>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("relu", y, x, saved: y, static (g, y) => Gradient.For(g)(g, y));
    }
}
