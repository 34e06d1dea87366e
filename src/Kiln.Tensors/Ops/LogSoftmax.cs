namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>log(exp(x) / Σ exp(x)) along an axis, exact also where the softmax itself would round to 0 or 1.</summary>
    /// <param name="axis">The axis whose probabilities sum to 1; the last by default.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="MissingKernelException">The elements are not floating point.</exception>
    public Tensor LogSoftmax(int axis = -1) => LogSoftmaxOp.Apply(this, axis);
}

/// <summary>yᵢ = xᵢ − log Σⱼ exp(xⱼ); dL/dx = g − exp(y) · Σ g.</summary>
internal static class LogSoftmaxOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("log softmax", LastAxis.DTypes, static x => LastAxis.Map(
        x, static (rows, width, x, y) => Kiln.Numerics.SoftmaxRows.LogForward(rows, width, x, y), static (rows, width, x, y) => Kiln.Numerics.SoftmaxRows.LogForward(rows, width, x, y)));

    internal static readonly KernelSlot<BinaryKernel> Gradient = new("log softmax", LastAxis.DTypes, static (y, g) => LastAxis.Zip(
        y, g, static (rows, width, y, g, d) => Kiln.Numerics.SoftmaxRows.LogBackward(rows, width, y, g, d), static (rows, width, y, g, d) => Kiln.Numerics.SoftmaxRows.LogBackward(rows, width, y, g, d)));

    internal static Tensor Apply(Tensor x, int axis) => LastAxis.Along(x, axis, "log softmax", static x =>
    {
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("log softmax", y, x, saved: y, static (g, y) => Gradient.For(g)(y, g));
    });
}
