using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The sine of an angle in radians. Integers are converted to float32 first.</summary>
    public Tensor Sin() => SinOp.Apply(this);
}

/// <summary>y = sin x; dL/dx = g cos x.</summary>
internal static class SinOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("sin", DTypeSet.Floating, ElementwiseDriver.Unary<SinOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("sin", y, x, saved: x, static (g, x) => g * x.Cos());
    }
}
