using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>1 / x. Integers are converted to float32 first.</summary>
    public Tensor Reciprocal() => ReciprocalOp.Apply(this);
}

/// <summary>y = 1 / x; dL/dx = −g y².</summary>
internal static class ReciprocalOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("reciprocal", DTypeSet.Floating, ElementwiseDriver.Unary<ReciprocalOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("reciprocal", y, x, saved: y, static (g, y) => -(g * y * y));
    }
}
