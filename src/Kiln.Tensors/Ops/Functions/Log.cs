using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The natural logarithm: −∞ at 0, NaN below. Integers are converted to float32 first.</summary>
    public Tensor Log() => LogOp.Apply(this);
}

/// <summary>y = log x; dL/dx = g / x.</summary>
internal static class LogOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log", DTypeSet.Floating, ElementwiseDriver.Unary<LogOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log", y, x, saved: x, static (g, x) => g / x);
    }
}
