using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>
    /// A transposed convolution over channels-last volumes with bias and activation, as one operation: the gradient of a convolution's input, which
    /// makes volumes larger.
    /// </summary>
    /// <param name="x">(batch, depth, height, width, channels).</param>
    /// <param name="weight">
    /// (kernel depth, kernel height, kernel width, filters / groups, channels): that of the convolution that leads back, as in Keras.
    /// </param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">
    /// Stride, dilation and groups of the convolution that leads back, and its padding, which is cut off here; null for
    /// <see cref="Conv3DOptions.Default"/>.
    /// </param>
    /// <param name="outputPadding">
    /// Planes, rows and columns added at the ends, fewer than the stride: which of the sizes that lead back to the input's is meant.
    /// </param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out depth, out height, out width, filters), out = (in − 1) · stride − padding + dilation · (kernel − 1) + 1 + output padding; of the
    /// promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or nothing would be left.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv3DTranspose(
        Tensor x,
        Tensor weight,
        Tensor? bias = null,
        Conv3DOptions? options = null,
        (int Depth, int Height, int Width) outputPadding = default,
        Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv3DTransposeOp.Apply(x, weight, bias, options ?? Conv3DOptions.Default, outputPadding, activation);
    }
}

/// <summary>Conv3DTranspose's geometry; the rest is in <see cref="TransposedConvolutionOp"/>.</summary>
internal static class Conv3DTransposeOp
{
    private static readonly TransposedConvolutionOp s_op = new("conv3d transpose");

    internal static Tensor Apply(
        Tensor x, Tensor weight, Tensor? bias, Conv3DOptions options, (int Depth, int Height, int Width) outputPadding, Activation activation)
    {
        ConvolutionShapes.CheckTransposed(
            s_op.Name, x, weight, bias, options.Groups, "depth, height, width", "kernel depth, kernel height, kernel width");
        var (stride, padding, dilation) = (options.Stride, options.Padding, options.Dilation);
        int depth = s_op.OutputSize(x, 1, weight.Shape[0], stride.Depth, (padding.Front, padding.Back), dilation.Depth, outputPadding.Depth);
        int height = s_op.OutputSize(x, 2, weight.Shape[1], stride.Height, (padding.Top, padding.Bottom), dilation.Height, outputPadding.Height);
        int width = s_op.OutputSize(x, 3, weight.Shape[2], stride.Width, (padding.Left, padding.Right), dilation.Width, outputPadding.Width);
        int filters = weight.Shape[3] * options.Groups;
        var g = new Conv3DGeometry(
            x.Shape[0],
            depth,
            height,
            width,
            filters,
            x.Shape[4],
            weight.Shape[0],
            weight.Shape[1],
            weight.Shape[2],
            stride.Depth,
            stride.Height,
            stride.Width,
            padding.Front,
            padding.Back,
            padding.Top,
            padding.Bottom,
            padding.Left,
            padding.Right,
            dilation.Depth,
            dilation.Height,
            dilation.Width,
            options.Groups);
        return s_op.Apply(g, [g.Batch, depth, height, width, filters], x, weight, bias, activation);
    }
}
