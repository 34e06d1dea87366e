using Kiln.Data;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kiln.Cli;

/// <summary>
/// A small picture in the terminal. One character holds two pixels, one above the other: with colors the upper half block takes the upper
/// pixel as its foreground and the lower as its background; without colors a pixel is lit or not, and the character is one of
/// <c>' ' ▀ ▄ █</c>.
/// </summary>
/// <param name="pixels">Brightness, 0 (black) to 1 (white), row by row.</param>
/// <param name="width">Pixels per row.</param>
internal sealed class PictureView(float[] pixels, int width) : Renderable
{
    private const float LitFrom = 0.4f;

    private readonly int _height = pixels.Length / width;

    /// <summary>The brightness of an image's pixels, 0 to 1, row by row.</summary>
    public static float[] Brightness(Image image)
    {
        var gray = image.ToGray();
        return Array.ConvertAll(gray.Pixels.ToArray(), value => value / 255f);
    }

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(width, width);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var colors = options.ColorSystem is not (ColorSystem.NoColors or ColorSystem.Legacy);
        var columns = Math.Min(width, maxWidth);
        for (var row = 0; row < _height; row += 2)
        {
            for (var column = 0; column < columns; column++)
            {
                var upper = At(row, column);
                var lower = At(row + 1, column);
                yield return colors ? new Segment("▀", new Style(Gray(upper), Gray(lower))) : new Segment(Block(upper >= LitFrom, lower >= LitFrom));
            }

            yield return Segment.LineBreak;
        }
    }

    private float At(int row, int column) => row < _height ? pixels[(row * width) + column] : 0;

    private static string Block(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => "█",
        (true, false) => "▀",
        (false, true) => "▄",
        _ => " ",
    };

    private static Color Gray(float brightness)
    {
        var level = (byte)Math.Round(Math.Clamp(brightness, 0, 1) * 255);
        return new Color(level, level, level);
    }
}
