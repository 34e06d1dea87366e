using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The self-normalising unit (Klambauer et al., 2017). Integers are converted to float32 first.</summary>
    public Tensor Selu() => SeluOp.Apply(this);
}

/// <summary>y = λ x, or λ α (eˣ − 1) below 0; dL/dx = λ g, or g λ α eˣ below 0.</summary>
internal static class SeluOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("selu", DTypeSet.Floating, ElementwiseDriver.Unary<SeluOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("selu", DTypeSet.Floating, ElementwiseDriver.Binary<SeluGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("selu", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
