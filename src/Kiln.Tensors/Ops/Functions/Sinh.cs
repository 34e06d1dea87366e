using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The hyperbolic sine. Integers are converted to float32 first.</summary>
    public Tensor Sinh() => SinhOp.Apply(this);
}

/// <summary>y = sinh x; dL/dx = g cosh x.</summary>
internal static class SinhOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("sinh", DTypeSet.Floating, ElementwiseDriver.Unary<SinhOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("sinh", y, x, saved: x, static (g, x) => g * x.Cosh());
    }
}
