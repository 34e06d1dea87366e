namespace Kiln.KernelGenerator;

/// <summary>Windows of one channel each. Eight pixels: each load of a weight then serves eight multiply-adds, whose other operand comes straight from memory.</summary>
internal sealed class DepthwiseKernels() : PixelFile(
    "Convolution/DepthwiseKernels.g.cs",
    $"Depthwise windows over 1 to {MostPixels} pixels, all channels. See <see cref=\"DepthwiseJob{{T}}\"/>.")
{
    private const int MostPixels = 8;

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
            PixelKernel(pixels, grouped: false);
        }

        Blank();
        Fetch();
    }
}
