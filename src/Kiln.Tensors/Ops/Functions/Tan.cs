using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The tangent of an angle in radians. Integers are converted to float32 first.</summary>
    public Tensor Tan() => TanOp.Apply(this);
}

/// <summary>y = tan x; dL/dx = g (1 + y²).</summary>
internal static class TanOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("tan", DTypeSet.Floating, ElementwiseDriver.Unary<TanOperator>);

    internal static Tensor Apply(Tensor x)
    {
        x = Operands.Floating(x);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("tan", y, x, saved: y, static (g, y) => g * (y * y + 1.0));
    }
}
