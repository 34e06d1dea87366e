namespace Kiln.Numerics;

/// <summary>
/// Two-dimensional convolution, bias and activation under a max pooling by windows of 2 × 2 that do not overlap, as one kernel: the convolution's own
/// output, four times as large, is never stored, and what no window covers (a last odd row or column) is not computed where that saves work.
/// </summary>
/// <remarks>
/// The output and the winners are, to the bit, those of <see cref="Convolution2D"/> and <see cref="MaxPooling2D"/> one behind the other; sums of gradients are
/// made in an order of their own, and differ by rounding. Results have the same bits for any <see cref="WorkerTeam.ThreadCount"/>. The path is chosen by
/// <see cref="InstructionSets.Current"/>.
/// </remarks>
public static class PooledConvolution2D
{
    private const string Op = "pooled conv2d";

    /// <summary>Whether an activation can stand between convolution and pooling: none or ReLU.</summary>
    /// <param name="activation">The activation.</param>
    public static bool Takes(Activation activation) => activation is Activation.None or Activation.ReLU;

    /// <summary>
    /// Whether the shape is one for which this is faster than both kernels one behind the other: 3 × 3 windows over 16 channels and more in float32, and a light
    /// first layer over small images. Others are computed as well, by the two kernels inside, with memory for the whole output between them.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">The extents of the convolution.</param>
    /// <exception cref="ArgumentException">T is another type.</exception>
    public static bool Suits<T>(in Conv2DGeometry g)
        where T : unmanaged => PooledConvolutionDispatch.Suits<T>(g.Volume);

    /// <summary>Computes y = maxpool(activation(conv(x, w) + bias)).</summary>
    /// <param name="g">The extents of the convolution; its output has two rows and two columns at least.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="bias">Empty, or OutChannels elements.</param>
    /// <param name="y">(Batch, ⌊OutHeight / 2⌋, ⌊OutWidth / 2⌋, OutChannels); must not overlap the others. NaN is larger than everything.</param>
    /// <param name="winners">
    /// Empty, or for each element of y which of its window's four pixels it was: 0 to 3, row by row, of equal ones the first.
    /// </param>
    /// <param name="activation">Applied before the maximum: <see cref="Takes"/> it.</param>
    /// <exception cref="ArgumentException">
    /// The geometry is not valid, a span does not have the length of its shape, or the activation is another one.
    /// </exception>
    public static void Forward(
        in Conv2DGeometry g,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> w,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<int> winners,
        Activation activation = Activation.None)
    {
        var volume = g.Volume;
        Check(volume, x.Length, w.Length, y.Length, winners.Length == 0 ? y.Length : winners.Length);
        ConvolutionDispatch.CheckBias(Op, volume, bias.Length);
        if (!Takes(activation))
        {
            throw new ArgumentException($"{Op}: the activation is {activation}; expected None or ReLU.", nameof(activation));
        }

        PooledConvolutionDispatch.Forward(volume, x, w, bias, y, winners, activation);
    }

    /// <summary>Computes the gradient of the input from that of the pooled output.</summary>
    /// <param name="g">The extents of the convolution.</param>
    /// <param name="gy">(Batch, ⌊OutHeight / 2⌋, ⌊OutWidth / 2⌋, OutChannels): the gradient before bias and activation.</param>
    /// <param name="winners">What the forward pass has stored.</param>
    /// <param name="w">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels).</param>
    /// <param name="gx">(Batch, Height, Width, InChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void InputGradient(in Conv2DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> winners, ReadOnlySpan<float> w, Span<float> gx)
    {
        var volume = g.Volume;
        Check(volume, gx.Length, w.Length, gy.Length, winners.Length);
        PooledConvolutionDispatch.InputGradient(volume, gy, winners, w, gx);
    }

    /// <summary>Computes the gradient of the weight from the input and the gradient of the pooled output.</summary>
    /// <param name="g">The extents of the convolution.</param>
    /// <param name="x">(Batch, Height, Width, InChannels).</param>
    /// <param name="gy">(Batch, ⌊OutHeight / 2⌋, ⌊OutWidth / 2⌋, OutChannels): the gradient before bias and activation.</param>
    /// <param name="winners">What the forward pass has stored.</param>
    /// <param name="gw">(KernelHeight, KernelWidth, InChannels / Groups, OutChannels), overwritten; must not overlap the others.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> gy, ReadOnlySpan<int> winners, Span<float> gw)
    {
        var volume = g.Volume;
        Check(volume, x.Length, gw.Length, gy.Length, winners.Length);
        PooledConvolutionDispatch.WeightGradient(volume, x, gy, winners, gw);
    }

    /// <inheritdoc cref="Forward(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{int}, Activation)"/>
    public static void Forward(
        in Conv2DGeometry g,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> w,
        ReadOnlySpan<double> bias,
        Span<double> y,
        Span<int> winners,
        Activation activation = Activation.None)
    {
        var volume = g.Volume;
        Check(volume, x.Length, w.Length, y.Length, winners.Length == 0 ? y.Length : winners.Length);
        ConvolutionDispatch.CheckBias(Op, volume, bias.Length);
        if (!Takes(activation))
        {
            throw new ArgumentException($"{Op}: the activation is {activation}; expected None or ReLU.", nameof(activation));
        }

        PooledConvolutionDispatch.Forward(volume, x, w, bias, y, winners, activation);
    }

    /// <inheritdoc cref="InputGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{int}, ReadOnlySpan{float}, Span{float})"/>
    public static void InputGradient(in Conv2DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> winners, ReadOnlySpan<double> w, Span<double> gx)
    {
        var volume = g.Volume;
        Check(volume, gx.Length, w.Length, gy.Length, winners.Length);
        PooledConvolutionDispatch.InputGradient(volume, gy, winners, w, gx);
    }

    /// <inheritdoc cref="WeightGradient(in Conv2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static void WeightGradient(in Conv2DGeometry g, ReadOnlySpan<double> x, ReadOnlySpan<double> gy, ReadOnlySpan<int> winners, Span<double> gw)
    {
        var volume = g.Volume;
        Check(volume, x.Length, gw.Length, gy.Length, winners.Length);
        PooledConvolutionDispatch.WeightGradient(volume, x, gy, winners, gw);
    }

    private static void Check(in Conv3DGeometry g, long x, long w, long y, long winners)
    {
        g.Validate(Op);
        if (g.OutHeight < 2 || g.OutWidth < 2)
        {
            throw new ArgumentException($"{Op}: the convolution's output of {g.OutHeight} × {g.OutWidth} pixels has no room for a window of 2 × 2.");
        }

        var pooled = (long)g.Batch * (g.OutHeight / 2) * (g.OutWidth / 2) * g.OutChannels;
        Extents.Length(Op, "the input (or its gradient)", x, g.InputCount);
        Extents.Length(Op, "the weight (or its gradient)", w, g.WeightCount);
        Extents.Length(Op, "the pooled output (or its gradient)", y, pooled);
        Extents.Length(Op, "winners", winners, pooled);
    }
}
