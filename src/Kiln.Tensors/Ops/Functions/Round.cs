using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The nearest integer, halves to the even one, as in NumPy. Its gradient is zero.</summary>
    public Tensor Round() => RoundOp.Apply(this);
}

/// <summary>y = x rounded; its gradient is zero wherever it exists.</summary>
internal static class RoundOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("round", DTypeSet.Numeric, ElementwiseDriver.Unary<RoundOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("round", y, x, static g => Tensor.Zeros(g.Shape, g.DType));
    }
}
