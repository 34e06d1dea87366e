namespace Kiln.KernelGenerator;

/// <summary>Windows of one channel each. Eight pixels: each load of a weight then serves eight multiply-adds, whose other operand comes straight from memory.</summary>
internal sealed class DepthwiseKernels() : PixelFile(
    "Convolution/DepthwiseKernels.g.cs",
    $"Depthwise windows over 1 to {MostPixels} pixels, all channels. See <see cref=\"DepthwiseJob{{T}}\"/>.",
    MostPixels,
    grouped: false)
{
    private const int MostPixels = 8;
}
