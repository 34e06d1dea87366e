using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The integer part. Its gradient is zero.</summary>
    public Tensor Truncate() => TruncateOp.Apply(this);
}

/// <summary>y = x without its fraction; its gradient is zero wherever it exists.</summary>
internal static class TruncateOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("truncate", DTypeSet.Numeric, ElementwiseDriver.Unary<TruncateOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("truncate", y, x, static g => Tensor.Zeros(g.Shape, g.DType));
    }
}
