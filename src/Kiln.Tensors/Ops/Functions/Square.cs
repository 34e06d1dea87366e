using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x².</summary>
    public Tensor Square() => SquareOp.Apply(this);
}

/// <summary>y = x²; dL/dx = 2 g x.</summary>
internal static class SquareOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("square", DTypeSet.Numeric, ElementwiseDriver.Unary<SquareOperator>);

    internal static Tensor Apply(Tensor x)
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("square", y, x, saved: x, static (g, x) => g * x * 2.0);
    }
}
