using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>e to the power of each element. Integers are converted to float32 first.</summary>
    public Tensor Exp() => ExpOp.Apply(this);
}

/// <summary>y = eˣ; dL/dx = g · y.</summary>
internal static class ExpOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("exp", DTypeSet.Floating, ElementwiseDriver.Unary<ExpOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("exp", y, x, saved: y, static (g, y) => g * y);
    }
}
