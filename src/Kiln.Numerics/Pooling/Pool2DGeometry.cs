namespace Kiln.Numerics;

/// <summary>
/// The extents of two-dimensional pooling over channels-last images: x is (Batch, Height, Width, Channels), y is
/// (Batch, OutHeight, OutWidth, Channels).
/// </summary>
/// <param name="Batch">Images.</param>
/// <param name="Height">Rows of an input image.</param>
/// <param name="Width">Columns of an input image.</param>
/// <param name="Channels">Channels, each pooled alone.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideHeight">Input rows from one output row to the next.</param>
/// <param name="StrideWidth">Input columns from one output column to the next.</param>
/// <param name="PadTop">Rows of padding above, less than the window's height.</param>
/// <param name="PadBottom">Rows of padding below, less than the window's height.</param>
/// <param name="PadLeft">Columns of padding to the left, less than the window's width.</param>
/// <param name="PadRight">Columns of padding to the right, less than the window's width.</param>
public readonly record struct Pool2DGeometry(
    int Batch,
    int Height,
    int Width,
    int Channels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadBottom,
    int PadLeft,
    int PadRight)
{
    /// <summary>Rows of the output: ⌊(Height + PadTop + PadBottom − KernelHeight) / StrideHeight⌋ + 1.</summary>
    public int OutHeight => Extents.Output(Height, KernelHeight, StrideHeight, PadTop, PadBottom, 1);

    /// <summary>Columns of the output, by the same formula.</summary>
    public int OutWidth => Extents.Output(Width, KernelWidth, StrideWidth, PadLeft, PadRight, 1);

    /// <summary>Elements of x.</summary>
    public long InputCount => (long)Batch * Height * Width * Channels;

    /// <summary>Elements of y.</summary>
    public long OutputCount => (long)Batch * OutHeight * OutWidth * Channels;

    /// <summary>The same pooling over volumes of one plane: the kernels know this form only.</summary>
    internal Pool3DGeometry Volume => new(
        Batch,
        1,
        Height,
        Width,
        Channels,
        1,
        KernelHeight,
        KernelWidth,
        1,
        StrideHeight,
        StrideWidth,
        0,
        0,
        PadTop,
        PadBottom,
        PadLeft,
        PadRight);

    /// <summary>Throws when the extents do not describe a pooling.</summary>
    /// <param name="op">The name that messages begin with.</param>
    /// <exception cref="ArgumentException">
    /// An extent is out of range, the window is larger than the padded image, or the padding is so large that a window could see nothing else.
    /// </exception>
    public void Validate(string op = "pool2d")
    {
        if (Height == 0 || Width == 0)
        {
            throw new ArgumentException($"{op}: the images are {Height} × {Width}; expected at least one pixel.");
        }

        Volume.Validate(op);
    }
}
