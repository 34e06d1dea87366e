namespace Kiln.Numerics;

/// <summary>
/// The extents of a two-dimensional convolution over channels-last images: x is (Batch, Height, Width, InChannels), the weight is
/// (KernelHeight, KernelWidth, InChannels / Groups, OutChannels), y is (Batch, OutHeight, OutWidth, OutChannels).
/// </summary>
/// <param name="Batch">Images.</param>
/// <param name="Height">Rows of an input image.</param>
/// <param name="Width">Columns of an input image.</param>
/// <param name="InChannels">Channels of the input, a multiple of <paramref name="Groups"/>.</param>
/// <param name="OutChannels">Channels of the output, a multiple of <paramref name="Groups"/>.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideHeight">Input rows from one output row to the next.</param>
/// <param name="StrideWidth">Input columns from one output column to the next.</param>
/// <param name="PadTop">Rows of zeros above the input.</param>
/// <param name="PadBottom">Rows of zeros below.</param>
/// <param name="PadLeft">Columns of zeros to the left.</param>
/// <param name="PadRight">Columns of zeros to the right.</param>
/// <param name="DilationHeight">Input rows from one window row to the next; 1 is a dense window.</param>
/// <param name="DilationWidth">Input columns from one window column to the next.</param>
/// <param name="Groups">Output channels of group g see the input channels of group g only.</param>
public readonly record struct Conv2DGeometry(
    int Batch,
    int Height,
    int Width,
    int InChannels,
    int OutChannels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadBottom,
    int PadLeft,
    int PadRight,
    int DilationHeight,
    int DilationWidth,
    int Groups)
{
    /// <summary>Rows of the output: ⌊(Height + PadTop + PadBottom − DilationHeight·(KernelHeight − 1) − 1) / StrideHeight⌋ + 1.</summary>
    public int OutHeight => Extents.Output(Height, KernelHeight, StrideHeight, PadTop, PadBottom, DilationHeight);

    /// <summary>Columns of the output, by the same formula.</summary>
    public int OutWidth => Extents.Output(Width, KernelWidth, StrideWidth, PadLeft, PadRight, DilationWidth);

    /// <summary>Elements of x.</summary>
    public long InputCount => (long)Batch * Height * Width * InChannels;

    /// <summary>Elements of the weight.</summary>
    public long WeightCount => (long)KernelHeight * KernelWidth * (InChannels / Groups) * OutChannels;

    /// <summary>Elements of y.</summary>
    public long OutputCount => (long)Batch * OutHeight * OutWidth * OutChannels;

    /// <summary>The same convolution over volumes of one plane: the kernels know this form only.</summary>
    internal Conv3DGeometry Volume => new(
        Batch,
        1,
        Height,
        Width,
        InChannels,
        OutChannels,
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
        PadRight,
        1,
        DilationHeight,
        DilationWidth,
        Groups);

    /// <summary>Throws when the extents do not describe a convolution.</summary>
    /// <exception cref="ArgumentException">An extent is out of range, or the window is larger than the padded image.</exception>
    public void Validate() => Volume.Validate("conv2d");
}
