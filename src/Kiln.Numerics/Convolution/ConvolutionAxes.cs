namespace Kiln.Numerics;

/// <summary>The axes of a convolution in its forward direction.</summary>
internal static class ConvolutionAxes
{
    /// <summary>Rows.</summary>
    public static TapAxis Vertical(in Conv2DGeometry g) => new()
    {
        In = g.Height,
        Out = g.OutHeight,
        Count = g.KernelHeight,
        Stride = g.StrideHeight,
        Offset = -g.PadTop,
        Dilation = g.DilationHeight,
    };

    /// <summary>Columns.</summary>
    public static TapAxis Horizontal(in Conv2DGeometry g) => new()
    {
        In = g.Width,
        Out = g.OutWidth,
        Count = g.KernelWidth,
        Stride = g.StrideWidth,
        Offset = -g.PadLeft,
        Dilation = g.DilationWidth,
    };
}
