using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(1 / (1 + e⁻ˣ)). Integers are converted to float32 first.</summary>
    public Tensor LogSigmoid() => LogSigmoidOp.Apply(this);
}

/// <summary>y = −log(1 + e⁻ˣ); dL/dx = g · sigmoid(−x).</summary>
internal static class LogSigmoidOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log sigmoid", DTypeSet.Floating, ElementwiseDriver.Unary<LogSigmoidOperator>);

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("log sigmoid", DTypeSet.Floating, ElementwiseDriver.Binary<LogSigmoidGradient>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log sigmoid", y, x, saved: x, static (g, x) => Gradient.For(g)(g, x));
    }
}
