using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>eˣ − 1, exact near zero. Integers are converted to float32 first.</summary>
    public Tensor Expm1() => Expm1Op.Apply(this);
}

/// <summary>y = eˣ − 1; dL/dx = g · (y + 1).</summary>
internal static class Expm1Op
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("expm1", DTypeSet.Floating, ElementwiseDriver.Unary<ExpM1Operator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("expm1", y, x, saved: y, static (g, y) => g * (y + 1.0));
    }
}
