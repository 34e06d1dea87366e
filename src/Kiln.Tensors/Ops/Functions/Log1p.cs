using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(1 + x), exact near zero. Integers are converted to float32 first.</summary>
    public Tensor Log1p() => Log1pOp.Apply(this);
}

/// <summary>y = log(1 + x); dL/dx = g / (1 + x).</summary>
internal static class Log1pOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log1p", DTypeSet.Floating, ElementwiseDriver.Unary<Log1POperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log1p", y, x, saved: x, static (g, x) => g / (x + 1.0));
    }
}
