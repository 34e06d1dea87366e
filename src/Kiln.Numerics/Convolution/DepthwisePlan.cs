namespace Kiln.Numerics;

/// <summary>
/// A convolution of each channel with a window of its own: y[n, …, c] = Σ x[n, …, c] · w[…, c], or of small groups of channels (see
/// <see cref="SmallGroups{T, TVector, TLanes}"/>). Vectors run along the channels. Forward and input gradient (the window turned round, in phases) share the form. All steps are in elements.
/// </summary>
internal unsafe struct DepthwisePlan<T>
    where T : unmanaged
{
    public int Batch;
    public int Channels;
    public int OutDepth;
    public int OutHeight;
    public TapPhase* Depth;
    public TapPhase* Vertical;
    public TapPhase* Horizontal;
    public int DepthPhases;
    public int VerticalPhases;
    public int HorizontalPhases;
    public T* X;
    public nint XImage;
    public nint XPlane;
    public nint XRow;
    public T* W;
    public int Terms;
    public T* Places;
    public int KernelHeight;
    public int KernelWidth;
    public T* Y;
    public nint YImage;
    public nint YPlane;
    public nint YRow;
    public T* Bias;
    public Activation Activation;

    /// <summary>Room for the phases that a convolution's input gradient can have.</summary>
    public static int PhaseRoom(in Conv3DGeometry g) => g.StrideDepth + g.StrideHeight + g.StrideWidth;

    /// <summary>The forward direction.</summary>
    public static DepthwisePlan<T> Forward(in Conv3DGeometry g, TapPhase* phases, T* x, T* w, T* y)
    {
        phases[0] = TapPhase.Forward(ConvolutionAxes.Depth(g));
        phases[1] = TapPhase.Forward(ConvolutionAxes.Vertical(g));
        phases[2] = TapPhase.Forward(ConvolutionAxes.Horizontal(g));
        return new DepthwisePlan<T>
        {
            Batch = g.Batch,
            Channels = g.OutChannels,
            OutDepth = g.OutDepth,
            OutHeight = g.OutHeight,
            Depth = phases,
            Vertical = phases + 1,
            Horizontal = phases + 2,
            DepthPhases = 1,
            VerticalPhases = 1,
            HorizontalPhases = 1,
            X = x,
            XImage = g.InputImage,
            XPlane = g.InputPlane,
            XRow = g.InputRow,
            W = w,
            Terms = 1,
            KernelHeight = g.KernelHeight,
            KernelWidth = g.KernelWidth,
            Y = y,
            YImage = g.OutputImage,
            YPlane = g.OutputPlane,
            YRow = g.OutputRow,
        };
    }

    /// <summary>The input gradient.</summary>
    public static DepthwisePlan<T> InputGradient(in Conv3DGeometry g, TapPhase* phases, T* gy, T* w, T* gx)
    {
        var vertical = phases + g.StrideDepth;
        var horizontal = vertical + g.StrideHeight;
        return new DepthwisePlan<T>
        {
            Batch = g.Batch,
            Channels = g.InChannels,
            OutDepth = g.Depth,
            OutHeight = g.Height,
            Depth = phases,
            Vertical = vertical,
            Horizontal = horizontal,
            DepthPhases = TapPhase.Gradient(ConvolutionAxes.Depth(g), phases),
            VerticalPhases = TapPhase.Gradient(ConvolutionAxes.Vertical(g), vertical),
            HorizontalPhases = TapPhase.Gradient(ConvolutionAxes.Horizontal(g), horizontal),
            X = gy,
            XImage = g.OutputImage,
            XPlane = g.OutputPlane,
            XRow = g.OutputRow,
            W = w,
            Terms = 1,
            KernelHeight = g.KernelHeight,
            KernelWidth = g.KernelWidth,
            Y = gx,
            YImage = g.InputImage,
            YPlane = g.InputPlane,
            YRow = g.InputRow,
        };
    }
}
