namespace Kiln.Numerics;

/// <summary>Three-dimensional convolution over channels-last volumes (cross-correlation, as in every deep-learning library) and its gradients.</summary>
/// <remarks>
/// Any stride, padding, dilation and number of groups. Results have the same bits for any <see cref="WorkerTeam.ThreadCount"/>. The path is chosen
/// by <see cref="InstructionSets.Current"/>.
/// </remarks>
public static class Convolution3D
{
    /// <summary>Computes y = activation(conv(x, w) + bias).</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Depth, Height, Width, InChannels).</param>
    /// <param name="w">(KernelDepth, KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="bias">Empty, or OutChannels elements.</param>
    /// <param name="y">(Batch, OutDepth, OutHeight, OutWidth, OutChannels); must not overlap the others.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y, Activation activation = Activation.None)
    {
        ConvolutionDispatch.Check("conv3d", g, x.Length, w.Length, y.Length);
        ConvolutionDispatch.CheckBias("conv3d", g, bias.Length);
        ConvolutionDispatch.Forward(g, x, w, bias, y, activation);
    }

    /// <summary>Computes the gradient of the input from that of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutDepth, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="w">(KernelDepth, KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="gx">(Batch, Depth, Height, Width, InChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<float> w, Span<float> gx)
    {
        ConvolutionDispatch.Check("conv3d", g, gx.Length, w.Length, gy.Length);
        ConvolutionDispatch.InputGradient(g, gy, w, gx);
    }

    /// <summary>Computes the gradient of the weight from the input and the gradient of the output.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Depth, Height, Width, InChannels).</param>
    /// <param name="gy">(Batch, OutDepth, OutHeight, OutWidth, OutChannels).</param>
    /// <param name="gw">(KernelDepth, KernelHeight, KernelWidth, InChannels / Groups, OutChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, Span<float> gw)
    {
        ConvolutionDispatch.Check("conv3d", g, x.Length, gw.Length, gy.Length);
        ConvolutionDispatch.WeightGradient(g, x, gy, gw);
    }

    /// <inheritdoc cref="Forward(in Conv3DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Activation)"/>
    public static void Forward(
        in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> w, ReadOnlySpan<double> bias, Span<double> y, Activation activation = Activation.None)
    {
        ConvolutionDispatch.Check("conv3d", g, x.Length, w.Length, y.Length);
        ConvolutionDispatch.CheckBias("conv3d", g, bias.Length);
        ConvolutionDispatch.Forward(g, x, w, bias, y, activation);
    }

    /// <inheritdoc cref="InputGradient(in Conv3DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void InputGradient(in Conv3DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<double> w, Span<double> gx)
    {
        ConvolutionDispatch.Check("conv3d", g, gx.Length, w.Length, gy.Length);
        ConvolutionDispatch.InputGradient(g, gy, w, gx);
    }

    /// <inheritdoc cref="WeightGradient(in Conv3DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void WeightGradient(in Conv3DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, Span<double> gw)
    {
        ConvolutionDispatch.Check("conv3d", g, x.Length, gw.Length, gy.Length);
        ConvolutionDispatch.WeightGradient(g, x, gy, gw);
    }
}
