using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The cosine of an angle in radians. Integers are converted to float32 first.</summary>
    public Tensor Cos() => CosOp.Apply(this);
}

/// <summary>y = cos x; dL/dx = −g sin x.</summary>
internal static class CosOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("cos", DTypeSet.Floating, ElementwiseDriver.Unary<CosOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("cos", y, x, saved: x, static (g, x) => -(g * x.Sin()));
    }
}
