using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>A three-dimensional convolution (cross-correlation) with bias and activation, as one operation over channels-last volumes.</summary>
    /// <param name="x">(batch, depth, height, width, channels).</param>
    /// <param name="weight">(kernel depth, kernel height, kernel width, channels / groups, filters).</param>
    /// <param name="bias">(filters,), or null.</param>
    /// <param name="options">Stride, padding, dilation, groups; null for <see cref="Conv3DOptions.Default"/>.</param>
    /// <param name="activation">Applied last.</param>
    /// <returns>
    /// (batch, out depth, out height, out width, filters), out = ⌊(in + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; of the promoted type.
    /// </returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the window is larger than the padded volume.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public static Tensor Conv3D(
        Tensor x, Tensor weight, Tensor? bias = null, Conv3DOptions? options = null, Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        return Conv3DOp.Apply(x, weight, bias, options ?? Conv3DOptions.Default, activation);
    }
}

/// <summary>Conv3D's geometry; the rest is in <see cref="ConvolutionOp"/>.</summary>
internal static class Conv3DOp
{
    private static readonly ConvolutionOp s_op = new("conv3d");

    internal static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Conv3DOptions options, Activation activation)
    {
        ConvolutionShapes.Check(s_op.Name, x, weight, bias, options.Groups, "depth, height, width", "kernel depth, kernel height, kernel width");
        var g = new Conv3DGeometry(
            x.Shape[0],
            x.Shape[1],
            x.Shape[2],
            x.Shape[3],
            x.Shape[4],
            weight.Shape[4],
            weight.Shape[0],
            weight.Shape[1],
            weight.Shape[2],
            options.Stride.Depth,
            options.Stride.Height,
            options.Stride.Width,
            options.Padding.Front,
            options.Padding.Back,
            options.Padding.Top,
            options.Padding.Bottom,
            options.Padding.Left,
            options.Padding.Right,
            options.Dilation.Depth,
            options.Dilation.Height,
            options.Dilation.Width,
            options.Groups);
        s_op.Validate(g, x, weight);
        return s_op.Apply(g, [g.Batch, g.OutDepth, g.OutHeight, g.OutWidth, g.OutChannels], x, weight, bias, activation);
    }
}
