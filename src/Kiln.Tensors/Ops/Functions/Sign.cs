using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>−1, 0 or 1. Its gradient is zero.</summary>
    public Tensor Sign() => SignOp.Apply(this);
}

/// <summary>y = sign x; its gradient is zero wherever it exists.</summary>
internal static class SignOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("sign", DTypeSet.Numeric, ElementwiseDriver.Unary<SignOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("sign", y, x, static g => Tensor.Zeros(g.Shape, g.DType));
    }
}
