using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The hyperbolic cosine. Integers are converted to float32 first.</summary>
    public Tensor Cosh() => CoshOp.Apply(this);
}

/// <summary>y = cosh x; dL/dx = g sinh x.</summary>
internal static class CoshOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("cosh", DTypeSet.Floating, ElementwiseDriver.Unary<CoshOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("cosh", y, x, saved: x, static (g, x) => g * x.Sinh());
    }
}
