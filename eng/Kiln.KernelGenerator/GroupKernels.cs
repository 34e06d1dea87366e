namespace Kiln.KernelGenerator;

/// <summary>Windows of groups of few channels. Six pixels: their vectors, their sums, a weight, the lanes' places and one to spare are fifteen registers of sixteen.</summary>
internal sealed class GroupKernels() : PixelFile(
    "Convolution/GroupKernels.g.cs",
    $"Windows of groups of few channels over 1 to {MostPixels} pixels, all channels. See <see cref=\"DepthwiseJob{{T}}\"/>.",
    MostPixels,
    grouped: true)
{
    private const int MostPixels = 6;
}
