using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// A transposed convolution over channels-last images with bias and activation, as one operation: the gradient of a convolution's input, which
    /// makes images larger.
    /// </summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="weight">(kernel height, kernel width, filters / groups, channels): that of the convolution that leads back, as in Keras.</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">
    /// Stride, dilation and groups of the convolution that leads back, and its padding, which is cut off here; null for
    /// <see cref="Conv2DOptions.Default"/>.
    /// </param>
    /// <param name="outputPadding">
    /// Rows and columns added below and to the right, fewer than the stride: which of the sizes that lead back to the input's is meant.
    /// </param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out height, out width, filters), out = (in − 1) · stride − padding + dilation · (kernel − 1) + 1 + output padding; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or nothing would be left.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv2DTranspose(
        Tensor x,
        Tensor weight,
        Tensor? bias = null,
        Conv2DOptions? options = null,
        (int Height, int Width) outputPadding = default,
        Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv2DTransposeOp.Apply(x, weight, bias, options ?? Conv2DOptions.Default, outputPadding, activation);
    }
}

/// <summary>Conv2DTranspose's geometry; the rest is in <see cref="TransposedConvolutionOp"/>.</summary>
internal static class Conv2DTransposeOp
{
    private static readonly TransposedConvolutionOp s_op = new("conv2d transpose");

    internal static Tensor Apply(
        Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options, (int Height, int Width) outputPadding, Activation activation)
    {
        ConvolutionShapes.CheckTransposed(s_op.Name, x, weight, bias, options.Groups, "height, width", "kernel height, kernel width");
        var padding = options.Padding;
        int height = s_op.OutputSize(
            x, 1, weight.Shape[0], options.Stride.Height, (padding.Top, padding.Bottom), options.Dilation.Height, outputPadding.Height);
        int width = s_op.OutputSize(x, 2, weight.Shape[1], options.Stride.Width, (padding.Left, padding.Right), options.Dilation.Width, outputPadding.Width);
        int filters = weight.Shape[2] * options.Groups;
        var g = new Conv3DGeometry(
            x.Shape[0],
            1,
            height,
            width,
            filters,
            x.Shape[3],
            1,
            weight.Shape[0],
            weight.Shape[1],
            1,
            options.Stride.Height,
            options.Stride.Width,
            0,
            0,
            padding.Top,
            padding.Bottom,
            padding.Left,
            padding.Right,
            1,
            options.Dilation.Height,
            options.Dilation.Width,
            options.Groups);
        return s_op.Apply(g, [g.Batch, height, width, filters], x, weight, bias, activation);
    }
}
