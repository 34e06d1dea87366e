namespace Kiln.Numerics;

/// <summary>
/// The extents of three-dimensional pooling over channels-last volumes: x is (Batch, Depth, Height, Width, Channels), y is
/// (Batch, OutDepth, OutHeight, OutWidth, Channels).
/// </summary>
/// <param name="Batch">Volumes.</param>
/// <param name="Depth">Planes of an input volume.</param>
/// <param name="Height">Rows of an input plane.</param>
/// <param name="Width">Columns of an input plane.</param>
/// <param name="Channels">Channels, each pooled alone.</param>
/// <param name="KernelDepth">Planes of the window.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideDepth">Input planes from one output plane to the next.</param>
/// <param name="StrideHeight">Input rows from one output row to the next.</param>
/// <param name="StrideWidth">Input columns from one output column to the next.</param>
/// <param name="PadFront">Planes of padding before, less than the window's depth.</param>
/// <param name="PadBack">Planes of padding behind, less than the window's depth.</param>
/// <param name="PadTop">Rows of padding above, less than the window's height.</param>
/// <param name="PadBottom">Rows of padding below, less than the window's height.</param>
/// <param name="PadLeft">Columns of padding to the left, less than the window's width.</param>
/// <param name="PadRight">Columns of padding to the right, less than the window's width.</param>
public readonly record struct Pool3DGeometry(
    int Batch,
    int Depth,
    int Height,
    int Width,
    int Channels,
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
    int PadRight)
{
    /// <summary>Planes of the output: ⌊(Depth + PadFront + PadBack − KernelDepth) / StrideDepth⌋ + 1.</summary>
    public int OutDepth => Extents.Output(Depth, KernelDepth, StrideDepth, PadFront, PadBack, 1);

    /// <summary>Rows of the output, by the same formula.</summary>
    public int OutHeight => Extents.Output(Height, KernelHeight, StrideHeight, PadTop, PadBottom, 1);

    /// <summary>Columns of the output, by the same formula.</summary>
    public int OutWidth => Extents.Output(Width, KernelWidth, StrideWidth, PadLeft, PadRight, 1);

    /// <summary>Elements of x.</summary>
    public long InputCount => (long)Batch * Depth * Height * Width * Channels;

    /// <summary>Elements of y.</summary>
    public long OutputCount => (long)Batch * OutDepth * OutHeight * OutWidth * Channels;

    internal int Taps => KernelDepth * KernelHeight * KernelWidth;

    internal TapAxis Planes => new()
    {
        In = Depth,
        Out = OutDepth,
        Count = KernelDepth,
        Stride = StrideDepth,
        Offset = -PadFront,
        Dilation = 1,
    };

    internal TapAxis Vertical => new()
    {
        In = Height,
        Out = OutHeight,
        Count = KernelHeight,
        Stride = StrideHeight,
        Offset = -PadTop,
        Dilation = 1,
    };

    internal TapAxis Horizontal => new()
    {
        In = Width,
        Out = OutWidth,
        Count = KernelWidth,
        Stride = StrideWidth,
        Offset = -PadLeft,
        Dilation = 1,
    };

    /// <summary>Throws when the extents do not describe a pooling.</summary>
    /// <param name="op">The name that messages begin with.</param>
    /// <exception cref="ArgumentException">
    /// An extent is out of range, the window is larger than the padded volume, or the padding is so large that a window could see nothing else.
    /// </exception>
    public void Validate(string op = "pool3d")
    {
        Extents.NotNegative(op, Batch, "Batch");
        Extents.NotNegative(op, Depth, "Depth");
        Extents.NotNegative(op, Height, "Height");
        Extents.NotNegative(op, Width, "Width");
        Extents.NotNegative(op, Channels, "Channels");
        Extents.Padding(op, "depth", Math.Max(PadFront, PadBack), KernelDepth);
        Extents.Padding(op, "height", Math.Max(PadTop, PadBottom), KernelHeight);
        Extents.Padding(op, "width", Math.Max(PadLeft, PadRight), KernelWidth);
        Extents.Window(op, "depth", Depth, KernelDepth, StrideDepth, PadFront, PadBack, 1);
        Extents.Window(op, "height", Height, KernelHeight, StrideHeight, PadTop, PadBottom, 1);
        Extents.Window(op, "width", Width, KernelWidth, StrideWidth, PadLeft, PadRight, 1);
        if (Depth == 0 || Height == 0 || Width == 0)
        {
            throw new ArgumentException($"{op}: the volumes are {Depth} × {Height} × {Width}; expected at least one pixel.");
        }
    }
}
