namespace Kiln.Numerics;

/// <summary>The axes of a convolution in its forward direction.</summary>
internal static class ConvolutionAxes
{
    /// <summary>Planes.</summary>
    public static TapAxis Depth(in Conv3DGeometry g) => new()
    {
        In = g.Depth,
        Out = g.OutDepth,
        Count = g.KernelDepth,
        Stride = g.StrideDepth,
        Offset = -g.PadFront,
        Dilation = g.DilationDepth,
    };

    /// <summary>Rows.</summary>
    public static TapAxis Vertical(in Conv3DGeometry g) => new()
    {
        In = g.Height,
        Out = g.OutHeight,
        Count = g.KernelHeight,
        Stride = g.StrideHeight,
        Offset = -g.PadTop,
        Dilation = g.DilationHeight,
    };

    /// <summary>Columns.</summary>
    public static TapAxis Horizontal(in Conv3DGeometry g) => new()
    {
        In = g.Width,
        Out = g.OutWidth,
        Count = g.KernelWidth,
        Stride = g.StrideWidth,
        Offset = -g.PadLeft,
        Dilation = g.DilationWidth,
    };
}
