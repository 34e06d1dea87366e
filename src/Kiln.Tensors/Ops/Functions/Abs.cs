using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The absolute value.</summary>
    public Tensor Abs() => AbsOp.Apply(this);
}

/// <summary>y = |x|; dL/dx = g · sign x, 0 at 0.</summary>
internal static class AbsOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("abs", DTypeSet.Numeric, ElementwiseDriver.Unary<AbsOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("abs", y, x, saved: x, static (g, x) => g * x.Sign());
    }
}
