using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The negative of each element; integers wrap.</summary>
    /// <param name="x">The operand.</param>
    public static Tensor operator -(Tensor x) => NegateOp.Apply(x);

    /// <summary>The negative of each element; integers wrap.</summary>
    public Tensor Negate() => NegateOp.Apply(this);
}

/// <summary>y = −x; dL/dx = −g.</summary>
internal static class NegateOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("negate", DTypeSet.Numeric, ElementwiseDriver.Unary<NegateOperator>);

    internal static Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Tape.Unary("negate", Kernel.For(x)(x), x, static g => Kernel.For(g)(g));
    }
}
