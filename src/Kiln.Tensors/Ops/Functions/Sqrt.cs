using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The square root; NaN below 0. Integers are converted to float32 first.</summary>
    public Tensor Sqrt() => SqrtOp.Apply(this);
}

/// <summary>y = √x; dL/dx = g / (2 y).</summary>
internal static class SqrtOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("sqrt", DTypeSet.Floating, ElementwiseDriver.Unary<SqrtOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("sqrt", y, x, saved: y, static (g, y) => g / (y * 2.0));
    }
}
