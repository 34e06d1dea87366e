using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The logarithm to base 2. Integers are converted to float32 first.</summary>
    public Tensor Log2() => Log2Op.Apply(this);
}

/// <summary>y = log₂ x; dL/dx = g / (x ln 2).</summary>
internal static class Log2Op
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log2", DTypeSet.Floating, ElementwiseDriver.Unary<Log2Operator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log2", y, x, saved: x, static (g, x) => g / (x * 0.693147180559945309));
    }
}
