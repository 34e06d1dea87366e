using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The continuously differentiable exponential unit: x, or α (eˣᐟᵅ − 1) below 0 (Barron, 2017). Integers are converted to float32 first.</summary>
    /// <param name="alpha">α: the value approached far below 0, negated; greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not a finite number greater than 0.</exception>
    public Tensor Celu(double alpha = 1) => CeluOp.Apply(this, alpha);
}

/// <summary>y = x, or α (eˣᐟᵅ − 1) below 0; dL/dx = g, or g eˣᐟᵅ below 0.</summary>
internal static class CeluOp
{
    internal delegate Tensor TernaryKernel(Tensor x, Tensor y, Tensor z);

    internal static readonly KernelSlot<TernaryKernel> Kernel = new("celu", DTypeSet.Floating, ElementwiseDriver.Ternary<CeluOperator>);

    internal static readonly KernelSlot<TernaryKernel> Gradient = new("celu", DTypeSet.Floating, ElementwiseDriver.Ternary<CeluGradient>);

    internal static Tensor Apply(Tensor x, double alpha)
    {
        if (!(alpha > 0) || !double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"celu: alpha is {alpha}; expected a finite number greater than 0");
        }

        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x, Operands.Number(alpha, x), Operands.Number(1 / alpha, x));
        return Tape.Unary("celu", y, x, saved: x, (g, x) => Gradient.For(g)(g, x, Operands.Number(1 / alpha, x)));
    }
}
