using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>A one-dimensional convolution (cross-correlation) with bias and activation, as one operation over sequences.</summary>
    /// <param name="x">(batch, time, channels).</param>
    /// <param name="weight">(kernel, channels / groups, filters).</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for <see cref="Conv1DOptions.Default"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out time, filters), out = ⌊(in + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the window is longer than the padded sequence.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv1D(
        Tensor x, Tensor weight, Tensor? bias = null, Conv1DOptions? options = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv1DOp.Apply(x, weight, bias, options ?? Conv1DOptions.Default, activation);
    }
}

/// <summary>Conv1D's geometry, one row of an image; the rest is in <see cref="ConvolutionOp"/>.</summary>
internal static class Conv1DOp
{
    private static readonly ConvolutionOp s_op = new("conv1d");

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv1DOptions options, Activation activation)
    {
        ConvolutionShapes.Check(s_op.Name, x, weight, bias, options.Groups, "time", "kernel");
        var g = new Conv3DGeometry(
            x.Shape[0],
            1,
            1,
            x.Shape[1],
            x.Shape[2],
            weight.Shape[2],
            1,
            1,
            weight.Shape[0],
            1,
            1,
            options.Stride,
            0,
            0,
            0,
            0,
            options.Padding.Before,
            options.Padding.After,
            1,
            1,
            options.Dilation,
            options.Groups);
        s_op.Validate(g, x, weight);
        return s_op.Apply(g, [g.Batch, g.OutWidth, g.OutChannels], x, weight, bias, activation);
    }
}
