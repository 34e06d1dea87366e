namespace Kiln.Numerics;

/// <summary>
/// The extents of a three-dimensional convolution over channels-last volumes: x is (Batch, Depth, Height, Width, InChannels), the weight is
/// (KernelDepth, KernelHeight, KernelWidth, InChannels / Groups, OutChannels), y is (Batch, OutDepth, OutHeight, OutWidth, OutChannels).
/// </summary>
/// <param name="Batch">Volumes.</param>
/// <param name="Depth">Planes of an input volume (frames of a video, slices of a scan).</param>
/// <param name="Height">Rows of a plane.</param>
/// <param name="Width">Columns of a plane.</param>
/// <param name="InChannels">Channels of the input, a multiple of <paramref name="Groups"/>.</param>
/// <param name="OutChannels">Channels of the output, a multiple of <paramref name="Groups"/>.</param>
/// <param name="KernelDepth">Planes of the window.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideDepth">Input planes from one output plane to the next.</param>
/// <param name="StrideHeight">Input rows from one output row to the next.</param>
/// <param name="StrideWidth">Input columns from one output column to the next.</param>
/// <param name="PadFront">Planes of zeros before the input.</param>
/// <param name="PadBack">Planes of zeros behind.</param>
/// <param name="PadTop">Rows of zeros above the input.</param>
/// <param name="PadBottom">Rows of zeros below.</param>
/// <param name="PadLeft">Columns of zeros to the left.</param>
/// <param name="PadRight">Columns of zeros to the right.</param>
/// <param name="DilationDepth">Input planes from one window plane to the next; 1 is a dense window.</param>
/// <param name="DilationHeight">Input rows from one window row to the next.</param>
/// <param name="DilationWidth">Input columns from one window column to the next.</param>
/// <param name="Groups">Output channels of group g see the input channels of group g only.</param>
public readonly record struct Conv3DGeometry(
    int Batch,
    int Depth,
    int Height,
    int Width,
    int InChannels,
    int OutChannels,
    int KernelDepth,
    int KernelHeight,
    int KernelWidth,
    int StrideDepth,
    int StrideHeight,
    int StrideWidth,
    int PadFront,
    int PadBack,
    int PadTop,
    int PadBottom,
    int PadLeft,
    int PadRight,
    int DilationDepth,
    int DilationHeight,
    int DilationWidth,
    int Groups)
{
    /// <summary>Planes of the output: ⌊(Depth + PadFront + PadBack − DilationDepth·(KernelDepth − 1) − 1) / StrideDepth⌋ + 1.</summary>
    public int OutDepth => Extents.Output(Depth, KernelDepth, StrideDepth, PadFront, PadBack, DilationDepth);

    /// <summary>Rows of the output, by the same formula.</summary>
    public int OutHeight => Extents.Output(Height, KernelHeight, StrideHeight, PadTop, PadBottom, DilationHeight);

    /// <summary>Columns of the output, by the same formula.</summary>
    public int OutWidth => Extents.Output(Width, KernelWidth, StrideWidth, PadLeft, PadRight, DilationWidth);

    /// <summary>Elements of x.</summary>
    public long InputCount => (long)Batch * Depth * Height * Width * InChannels;

    /// <summary>Elements of the weight.</summary>
    public long WeightCount => (long)KernelDepth * KernelHeight * KernelWidth * (InChannels / Groups) * OutChannels;

    /// <summary>Elements of y.</summary>
    public long OutputCount => (long)Batch * OutDepth * OutHeight * OutWidth * OutChannels;

    internal int GroupIn => InChannels / Groups;

    internal int GroupOut => OutChannels / Groups;

    /// <summary>Elements of the window.</summary>
    internal int Taps => KernelDepth * KernelHeight * KernelWidth;

    /// <summary>Multiplications of the forward pass, padding not subtracted.</summary>
    internal long Work => OutputCount * Taps * GroupIn;

    /// <summary>Whether each output pixel depends on the input pixel at its own place only.</summary>
    internal bool IsPointwise =>
        Taps == 1 && StrideDepth == 1 && StrideHeight == 1 && StrideWidth == 1 && Groups == 1
        && PadFront == 0 && PadBack == 0 && PadTop == 0 && PadBottom == 0 && PadLeft == 0 && PadRight == 0;

    /// <summary>Whether each channel is convolved with a window of its own.</summary>
    internal bool IsDepthwise => Groups > 1 && Groups == InChannels && Groups == OutChannels;

    /// <summary>From one input volume to the next.</summary>
    internal nint InputImage => (nint)Depth * InputPlane;

    /// <summary>From one input plane to the next.</summary>
    internal nint InputPlane => (nint)Height * InputRow;

    /// <summary>From one input row to the next.</summary>
    internal nint InputRow => (nint)Width * InChannels;

    /// <summary>From one output volume to the next.</summary>
    internal nint OutputImage => (nint)OutDepth * OutputPlane;

    /// <summary>From one output plane to the next.</summary>
    internal nint OutputPlane => (nint)OutHeight * OutputRow;

    /// <summary>From one output row to the next.</summary>
    internal nint OutputRow => (nint)OutWidth * OutChannels;

    /// <summary>Throws when the extents do not describe a convolution.</summary>
    /// <param name="op">The name that messages begin with.</param>
    /// <exception cref="ArgumentException">An extent is out of range, or the window is larger than the padded volume.</exception>
    public void Validate(string op = "conv3d")
    {
        Extents.NotNegative(op, Batch, "Batch");
        Extents.NotNegative(op, Depth, "Depth");
        Extents.NotNegative(op, Height, "Height");
        Extents.NotNegative(op, Width, "Width");
        Extents.NotNegative(op, InChannels, "InChannels");
        Extents.NotNegative(op, OutChannels, "OutChannels");
        Extents.Window(op, "depth", Depth, KernelDepth, StrideDepth, PadFront, PadBack, DilationDepth);
        Extents.Window(op, "height", Height, KernelHeight, StrideHeight, PadTop, PadBottom, DilationHeight);
        Extents.Window(op, "width", Width, KernelWidth, StrideWidth, PadLeft, PadRight, DilationWidth);
        if (Groups < 1 || InChannels % Groups != 0 || OutChannels % Groups != 0)
        {
            throw new ArgumentException(
                $"{op}: {Groups} groups do not divide {InChannels} input and {OutChannels} output channels evenly.");
        }
    }
}
