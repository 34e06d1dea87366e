using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// A transposed convolution over sequences with bias and activation, as one operation: the gradient of a convolution's input, which makes
    /// sequences longer.
    /// </summary>
    /// <param name="x">(batch, time, channels).</param>
    /// <param name="weight">(kernel, filters / groups, channels): that of the convolution that leads back, as in Keras.</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">
    /// Stride, dilation and groups of the convolution that leads back, and its padding, which is cut off here; null for
    /// <see cref="Conv1DOptions.Default"/>.
    /// </param>
    /// <param name="outputPadding">Steps added at the end, fewer than the stride: which of the lengths that lead back to the input's is meant.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out time, filters), out = (in − 1) · stride − padding + dilation · (kernel − 1) + 1 + output padding; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or nothing would be left.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv1DTranspose(
        Tensor x, Tensor weight, Tensor? bias = null, Conv1DOptions? options = null, int outputPadding = 0, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv1DTransposeOp.Apply(x, weight, bias, options ?? Conv1DOptions.Default, outputPadding, activation);
    }
}

/// <summary>Conv1DTranspose's geometry, one row of an image; the rest is in <see cref="TransposedConvolutionOp"/>.</summary>
internal static class Conv1DTransposeOp
{
    private static readonly TransposedConvolutionOp s_op = new("conv1d transpose");

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv1DOptions options, int outputPadding, Activation activation)
    {
        ConvolutionShapes.CheckTransposed(s_op.Name, x, weight, bias, options.Groups, "time", "kernel");
        int width = s_op.OutputSize(x, 1, weight.Shape[0], options.Stride, options.Padding, options.Dilation, outputPadding);
        int filters = weight.Shape[1] * options.Groups;
        var g = new Conv3DGeometry(
            x.Shape[0],
            1,
            1,
            width,
            filters,
            x.Shape[2],
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
        return s_op.Apply(g, [g.Batch, width, filters], x, weight, bias, activation);
    }
}
