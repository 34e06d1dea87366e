namespace Kiln.Numerics;

/// <summary>Convolutions that are another one in disguise: the same memory, the same sums, extents that the kernels do better with.</summary>
internal static class ConvolutionForms
{
    // With fewer channels the taps of a row are worth more side by side, as one run of terms.
    private const int FewestUprightChannels = 16;

    /// <summary>
    /// Planes that the window does not connect become images, which every form knows how to share out; and rows of one line become columns of one pixel,
    /// because lines are what tasks and blocks are cut from.
    /// </summary>
    public static Conv3DGeometry Simplest(in Conv3DGeometry g)
    {
        var simple = g;
        if (g.KernelDepth == 1 && g.StrideDepth == 1 && g.PadFront == 0 && g.PadBack == 0 && g.Depth > 1 && (long)g.Batch * g.Depth <= int.MaxValue)
        {
            simple = g with { Batch = g.Batch * g.Depth, Depth = 1 };
        }

        var isLine = simple.Height == 1 && simple.KernelHeight == 1 && simple.StrideHeight == 1 && simple.PadTop == 0 && simple.PadBottom == 0;
        return isLine && simple.KernelWidth > 1 && simple.Groups == 1 && simple.InChannels >= FewestUprightChannels ? Upright(simple) : simple;
    }

    private static Conv3DGeometry Upright(in Conv3DGeometry g) => g with
    {
        Height = g.Width,
        Width = 1,
        KernelHeight = g.KernelWidth,
        KernelWidth = 1,
        StrideHeight = g.StrideWidth,
        StrideWidth = 1,
        PadTop = g.PadLeft,
        PadBottom = g.PadRight,
        PadLeft = 0,
        PadRight = 0,
        DilationHeight = g.DilationWidth,
        DilationWidth = 1,
    };
}
