namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same elements in memory of their own. The gradient passes through unchanged.</summary>
    public Tensor Copy() => CopyOp.Apply(this);

    /// <summary>This tensor if it is contiguous, else a contiguous copy. The gradient passes through unchanged.</summary>
    public Tensor Contiguous() => IsContiguous ? this : CopyOp.Apply(this);
}

/// <summary>y = x; dL/dx = dL/dy.</summary>
internal static class CopyOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("copy", static x => x.CopyRaw());

    internal static Tensor Apply(Tensor x) => Tape.Unary("copy", Kernel.For(x)(x), x, static g => g);
}
