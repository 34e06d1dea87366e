using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The largest integer not above x. Its gradient is zero.</summary>
    public Tensor Floor() => FloorOp.Apply(this);
}

/// <summary>y = ⌊x⌋; its gradient is zero wherever it exists.</summary>
internal static class FloorOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("floor", DTypeSet.Numeric, ElementwiseDriver.Unary<FloorOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("floor", y, x, static g => Tensor.Zeros(g.Shape, g.DType));
    }
}
