namespace Kiln.Data;

/// <summary>
/// One pass of an image: a sub-image whose pixel (x, y) is the pixel (StartX + x·StepX, StartY + y·StepY) of the whole. An image that is
/// not interlaced has one pass; Adam7 has up to seven, each finer than the last (W3C PNG specification, section 8.2).
/// </summary>
internal readonly record struct PngPass(int StartX, int StartY, int StepX, int StepY, int Width, int Height)
{
    private static readonly (int StartX, int StartY, int StepX, int StepY)[] Adam7 =
    [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ];

    /// <summary>The passes of an image that have pixels, in file order.</summary>
    internal static PngPass[] Of(in PngHeader header)
    {
        if (!header.Interlaced)
        {
            return [new PngPass(0, 0, 1, 1, header.Width, header.Height)];
        }

        var passes = new List<PngPass>(7);
        foreach (var (startX, startY, stepX, stepY) in Adam7)
        {
            // The number of grid points at start, start + step, … below the side; an image smaller than the start has none.
            var width = (int)(((long)header.Width - startX + stepX - 1) / stepX);
            var height = (int)(((long)header.Height - startY + stepY - 1) / stepY);
            if (width > 0 && height > 0)
            {
                passes.Add(new PngPass(startX, startY, stepX, stepY, width, height));
            }
        }

        return [.. passes];
    }
}
