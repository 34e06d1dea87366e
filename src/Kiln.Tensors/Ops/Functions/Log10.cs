using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The logarithm to base 10. Integers are converted to float32 first.</summary>
    public Tensor Log10() => Log10Op.Apply(this);
}

/// <summary>y = log₁₀ x; dL/dx = g / (x ln 10).</summary>
internal static class Log10Op
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log10", DTypeSet.Floating, ElementwiseDriver.Unary<Log10Operator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log10", y, x, saved: x, static (g, x) => g / (x * 2.302585092994045684));
    }
}
