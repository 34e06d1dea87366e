using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The Gaussian error linear unit x Φ(x) (Hendrycks and Gimpel, 2016). Integers are converted to float32 first.
    /// </summary>
    /// <param name="approximate">True for the tanh form of GPT-2, x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))).</param>
    public Tensor Gelu(bool approximate = false) => GeluOp.Apply(this, approximate);
}

/// <summary>y = x Φ(x); dL/dx = g (Φ(x) + x φ(x)), and likewise for the tanh form.</summary>
internal static class GeluOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("gelu", DTypeSet.Floating, ElementwiseDriver.Unary<GeluOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("gelu", DTypeSet.Floating, ElementwiseDriver.Binary<GeluGradient>);

    internal static readonly KernelSlot<UnaryKernel> TanhKernel = new("gelu tanh", DTypeSet.Floating, ElementwiseDriver.Unary<GeluTanhOperator>);

    internal static readonly KernelSlot<BinaryKernel> TanhGradient = new("gelu tanh", DTypeSet.Floating, ElementwiseDriver.Binary<GeluTanhGradient>);

    internal static Tensor Apply(Tensor x, bool approximate)
    {
        x = Operands.Floating(x);
        return approximate
            ? Tape.Unary("gelu tanh", TanhKernel.For(x)(x), x, saved: x, static (g, x) => TanhGradient.For(g)(g, x))
            : Tape.Unary("gelu", Kernel.For(x)(x), x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
