using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The exponential linear unit: x, or α (eˣ − 1) below 0 (Clevert et al., 2016). Integers are converted to float32 first.</summary>
    /// <param name="alpha">α: the value approached far below 0, negated.</param>
    public Tensor Elu(double alpha = 1) => EluOp.Apply(this, alpha);
}

/// <summary>y = x, or α (eˣ − 1) below 0; dL/dx = g, or g α eˣ below 0.</summary>
internal static class EluOp
{
    internal delegate Tensor GradientKernel(Tensor g, Tensor x, Tensor alpha);

    internal static readonly KernelSlot<BinaryKernel> Kernel = new("elu", DTypeSet.Floating, ElementwiseDriver.Binary<EluOperator>);

    internal static readonly KernelSlot<GradientKernel> Gradient = new("elu", DTypeSet.Floating, ElementwiseDriver.Ternary<EluGradient>);

    internal static Tensor Apply(Tensor x, double alpha)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x, Operands.Number(alpha, x));
        return Tape.Unary("elu", y, x, saved: x, (g, x) => Gradient.For(g)(g, x, Operands.Number(alpha, x)));
    }
}
