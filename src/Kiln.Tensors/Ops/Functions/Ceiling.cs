using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The smallest integer not below x. Its gradient is zero.</summary>
    public Tensor Ceiling() => CeilingOp.Apply(this);
}

/// <summary>y = ⌈x⌉; its gradient is zero wherever it exists.</summary>
internal static class CeilingOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("ceiling", DTypeSet.Numeric, ElementwiseDriver.Unary<CeilingOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("ceiling", y, x, static g => Tensor.Zeros(g.Shape, g.DType));
    }
}
