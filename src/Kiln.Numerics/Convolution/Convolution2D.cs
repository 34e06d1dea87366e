namespace Kiln.Numerics;

/// <summary>Two-dimensional convolution over channels-last images (cross-correlation, as in every deep-learning library) and its gradients.</summary>
/// <remarks>
/// Any stride, padding, dilation and number of groups. Results have the same bits for any <see cref="WorkerTeam.ThreadCount"/>. The path is chosen
/// by <see cref="InstructionSets.Current"/>.
/// </remarks>
public static class Convolution2D
{
    /// <summary>Computes y = activation(conv(x, w) + bias).</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="bias">Empty, or OutChannels elements.</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, OutChannels); must not overlap the others.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(
        in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y, Activation activation = Activation.None)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, x.Length, w.Length, y.Length);
        ConvolutionDispatch.CheckBias("conv2d", volume, bias.Length);
        ConvolutionDispatch.Forward(volume, x, w, bias, y, activation);
    }

    /// <summary>Computes the gradient of the input from that of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="gx">(Batch, Height, Width, InChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void InputGradient(in Conv2DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<float> w, Span<float> gx)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, gx.Length, w.Length, gy.Length);
        ConvolutionDispatch.InputGradient(volume, gy, w, gx);
    }

    /// <summary>Computes the gradient of the weight from the input and the gradient of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="gw">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, Span<float> gw)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, x.Length, gw.Length, gy.Length);
        ConvolutionDispatch.WeightGradient(volume, x, gy, gw);
    }

    /// <inheritdoc cref="Forward(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Activation)"/>
    public static void Forward(
        in Conv2DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias, Span<double> y, Activation activation = Activation.None)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, x.Length, w.Length, y.Length);
        ConvolutionDispatch.CheckBias("conv2d", volume, bias.Length);
        ConvolutionDispatch.Forward(volume, x, w, bias, y, activation);
    }

    /// <inheritdoc cref="InputGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void InputGradient(in Conv2DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<double> w, Span<double> gx)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, gx.Length, w.Length, gy.Length);
        ConvolutionDispatch.InputGradient(volume, gy, w, gx);
    }

    /// <inheritdoc cref="WeightGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, Span<double> gw)
    {
        var volume = g.Volume;
        ConvolutionDispatch.Check("conv2d", volume, x.Length, gw.Length, gy.Length);
        ConvolutionDispatch.WeightGradient(volume, x, gy, gw);
    }
}
