namespace Kiln.Numerics;

/// <summary>
/// A convolution of each channel with a window of its own: y[n, i, j, c] = Σ x[n, …, c] · w[u, v, c]. Vectors run along the channels.
/// Forward and input gradient (with the taps turned round) share the form. All steps are in elements.
/// </summary>
internal unsafe struct DepthwisePlan<T>
    where T : unmanaged
{
    public int Batch;
    public int Channels;
    public TapAxis Vertical;
    public TapAxis Horizontal;
    public T* X;
    public nint XImage;
    public nint XRow;
    public T* W;
    public T* Y;
    public nint YImage;
    public nint YRow;
    public nint YPixel;
    public T* Bias;
    public Activation Activation;

    /// <summary>The forward direction.</summary>
    public DepthwisePlan(in Conv2DGeometry g, T* x, T* w, T* y)
    {
        Batch = g.Batch;
        Channels = g.OutChannels;
        Vertical = ConvolutionAxes.Vertical(g);
        Horizontal = ConvolutionAxes.Horizontal(g);
        X = x;
        XImage = (nint)g.Height * g.Width * g.InChannels;
        XRow = (nint)g.Width * g.InChannels;
        W = w;
        Y = y;
        YImage = (nint)g.OutHeight * g.OutWidth * g.OutChannels;
        YRow = (nint)g.OutWidth * g.OutChannels;
        YPixel = g.OutChannels;
        Bias = null;
        Activation = Activation.None;
    }

    /// <summary>One phase of the input gradient; <paramref name="taps"/> receives the weights in the order in which this phase reads them.</summary>
    public DepthwisePlan(in Conv2DGeometry g, in GradientPhase vertical, in GradientPhase horizontal, T* gy, T* w, T* gx, T* taps)
    {
        Batch = g.Batch;
        Channels = g.OutChannels;
        Vertical = vertical.Axis;
        Horizontal = horizontal.Axis;
        X = gy;
        XImage = (nint)g.OutHeight * g.OutWidth * g.OutChannels;
        XRow = (nint)g.OutWidth * g.OutChannels;
        W = taps;
        Y = gx;
        YImage = (nint)g.Height * g.Width * g.InChannels;
        YRow = (nint)g.StrideHeight * g.Width * g.InChannels;
        YPixel = (nint)g.StrideWidth * g.InChannels;
        Bias = null;
        Activation = Activation.None;
        for (var u = 0; u < Vertical.Count; u++)
        {
            for (var v = 0; v < Horizontal.Count; v++)
            {
                var from = w + (((nint)vertical.Tap(u) * g.KernelWidth) + horizontal.Tap(v)) * g.OutChannels;
                new Span<T>(from, g.OutChannels).CopyTo(new Span<T>(taps, g.OutChannels));
                taps += g.OutChannels;
            }
        }
    }
}
