namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>exp(x) / Σ exp(x) along an axis: positive numbers that sum to 1.</summary>
    /// <param name="axis">The axis that sums to 1; the last by default.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="MissingKernelException">The elements are not floating point.</exception>
    public Tensor Softmax(int axis = -1) => SoftmaxOp.Apply(this, axis);
}

/// <summary>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ); dL/dx = y · (g − Σ g · y).</summary>
internal static class SoftmaxOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("softmax", LastAxis.DTypes, static x => LastAxis.Map(
        x, static (rows, width, x, y) => Kiln.Numerics.SoftmaxRows.Forward(rows, width, x, y), static (rows, width, x, y) => Kiln.Numerics.SoftmaxRows.Forward(rows, width, x, y)));

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("softmax", LastAxis.DTypes, static (y, g) => LastAxis.Zip(
        y, g, static (rows, width, y, g, d) => Kiln.Numerics.SoftmaxRows.Backward(rows, width, y, g, d), static (rows, width, y, g, d) => Kiln.Numerics.SoftmaxRows.Backward(rows, width, y, g, d)));

    internal static Tensor Apply(Tensor x, int axis) => LastAxis.Along(x, axis, "softmax", static x =>
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("softmax", y, x, saved: y, static (g, y) => Gradient.For(g)(y, g));
    });
}
