namespace Kiln.KernelGenerator;

/// <summary>Windows of groups of few channels. Six pixels: their vectors, their sums, a weight, the lanes' places and one to spare are fifteen registers of sixteen.</summary>
internal sealed class GroupKernels() : PixelFile(
    "Convolution/GroupKernels.g.cs",
    $"Windows of groups of few channels over 1 to {MostPixels} pixels, all channels. See <see cref=\"DepthwiseJob{{T}}\"/>.")
{
    private const int MostPixels = 6;

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>The most pixels of one call.</summary>");
        Line(1, $"public const int MostPixels = {MostPixels};");
        Blank();
        Line(1, $"/// <summary>Runs the kernel for a number of pixels.</summary>");
        Line(1, $"public static void Run(int pixels, DepthwiseJob<T>* job)");
        Switch("pixels", [.. Enumerable.Range(1, MostPixels)], pixels => $"Pixels{pixels}(job)");
        for (var pixels = 1; pixels <= MostPixels; pixels++)
        {
            Blank();
            PixelKernel(pixels, grouped: true);
        }

        Blank();
        Fetch();
    }
}
