using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The error function 2/√π ∫₀ˣ exp(−t²) dt. Integers are converted to float32 first.</summary>
    public Tensor Erf() => ErfOp.Apply(this);
}

/// <summary>y = erf x; dL/dx = g · 2/√π exp(−x²).</summary>
internal static class ErfOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("erf", DTypeSet.Floating, ElementwiseDriver.Unary<ErfOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("erf", DTypeSet.Floating, ElementwiseDriver.Binary<ErfGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("erf", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
