using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>x, or x times a slope below 0. Integers are converted to float32 first.</summary>
    /// <param name="slope">The slope below 0; 0.01 as in PyTorch (Keras: 0.3).</param>
    public Tensor LeakyRelu(double slope = 0.01) => LeakyReluOp.Apply(this, slope);
}

/// <summary>y = x, or slope · x below 0; dL/dx = g, or slope · g below 0.</summary>
internal static class LeakyReluOp
{
    internal delegate Tensor GradientKernel(Tensor g, Tensor x, Tensor slope);

    internal static readonly KernelSlot<BinaryKernel> Kernel = new("leaky relu", DTypeSet.Floating, ElementwiseDriver.Binary<LeakyReluOperator>);

    internal static readonly KernelSlot<GradientKernel> Gradient = new("leaky relu", DTypeSet.Floating, ElementwiseDriver.Ternary<LeakyReluGradient>);

    internal static Tensor Apply(Tensor x, double slope)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x, Operands.Number(slope, x));
        return Tape.Unary("leaky relu", y, x, saved: x, (g, x) => Gradient.For(g)(g, x, Operands.Number(slope, x)));
    }
}
