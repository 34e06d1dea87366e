using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>A two-dimensional convolution (cross-correlation) with bias and activation, as one operation over channels-last images.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="weight">(kernel height, kernel width, channels / groups, filters).</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for <see cref="Conv2DOptions.Default"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out height, out width, filters), out = ⌊(in + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the window is larger than the padded image.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv2D(
        Tensor x, Tensor weight, Tensor? bias = null, Conv2DOptions? options = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv2DOp.Apply(x, weight, bias, options ?? Conv2DOptions.Default, activation);
    }
}

/// <summary>Conv2D's geometry; the rest is in <see cref="ConvolutionOp"/>.</summary>
internal static class Conv2DOp
{
    private static readonly ConvolutionOp s_op = new("conv2d");

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options, Activation activation)
    {
        Conv3DGeometry g = Geometry(x, weight, bias, options);
        return s_op.Apply(g, [g.Batch, g.OutHeight, g.OutWidth, g.OutChannels], x, weight, bias, activation);
    }

    /// <summary>The extents, checked: an image is a volume of one plane.</summary>
    internal static Conv3DGeometry Geometry(Tensor x, Tensor weight, Tensor? bias, Conv2DOptions options)
    {
        ConvolutionShapes.Check(s_op.Name, x, weight, bias, options.Groups, "height, width", "kernel height, kernel width");
        var g = new Conv3DGeometry(
            x.Shape[0],
            1,
            x.Shape[1],
            x.Shape[2],
            x.Shape[3],
            weight.Shape[3],
            1,
            weight.Shape[0],
            weight.Shape[1],
            1,
            options.Stride.Height,
            options.Stride.Width,
            0,
            0,
            options.Padding.Top,
            options.Padding.Bottom,
            options.Padding.Left,
            options.Padding.Right,
            1,
            options.Dilation.Height,
            options.Dilation.Width,
            options.Groups);
        s_op.Validate(g, x, weight);
        return g;
    }
}
