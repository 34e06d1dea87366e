using System.Numerics;

namespace Kiln.Data;

/// <summary>
/// Draws one digit: picks one of its glyphs, moves each control point a little, bends the whole, turns, slants, scales and shifts it,
/// draws it with a pen of some width and darkness, and adds stray marks, uneven paper and noise.
/// </summary>
internal static class DigitSketch
{
    internal const int Side = 28;

    /// <summary>Draws a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="draws">The image's random numbers.</param>
    /// <param name="grain">Side × Side normal draws, the noise.</param>
    /// <param name="pixels">Side × Side bytes: 0 is paper, 255 ink.</param>
    internal static void Draw(int digit, ref DigitDraws draws, ReadOnlySpan<float> grain, Span<byte> pixels)
    {
        Span<float> ink = stackalloc float[Side * Side];
        ink.Clear();
        var canvas = new DigitCanvas(ink, Side);
        Clutter(canvas, ref draws);
        Write(canvas, digit, ref draws);
        Develop(ink, grain, ref draws, pixels);
    }

    private static void Write(scoped DigitCanvas canvas, int digit, ref DigitDraws draws)
    {
        var glyphs = DigitGlyphs.All[digit];
        var glyph = glyphs[draws.Below(glyphs.Length)];
        var pen = TakePen(ref draws);

        Span<Vector2> bend = stackalloc Vector2[DigitPen.BendSide * DigitPen.BendSide];
        foreach (ref var displacement in bend)
        {
            displacement = new Vector2(draws.Bell(), draws.Bell()) * 0.065f;
        }

        Span<Vector2> points = stackalloc Vector2[16];
        foreach (var stroke in glyph.Strokes)
        {
            for (var i = 0; i < stroke.Length; i++)
            {
                // A corner is one point written twice: both must move alike.
                points[i] = i > 0 && stroke[i] == stroke[i - 1]
                    ? points[i - 1]
                    : stroke[i] + new Vector2(draws.Bell(), draws.Bell()) * 0.022f;
            }

            pen.Stroke(canvas, points[..stroke.Length], bend);
        }
    }

    private static DigitPen TakePen(ref DigitDraws draws)
    {
        var height = draws.Between(17f, 21.5f);
        var width = height * draws.Between(0.6f, 1.05f);
        var slant = draws.Between(-0.3f, 0.4f);

        // A turn by twice the angle whose tangent is t has the cosine (1 − t²) / (1 + t²) and the sine 2t / (1 + t²): up to 16 degrees.
        var t = draws.Between(-0.14f, 0.14f);
        var (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        var (axisX, axisY) = (new Vector2(width, 0), new Vector2(-slant * height, height));
        var radius = draws.Between(0.8f, 1.8f);
        return new DigitPen
        {
            AxisX = new Vector2(cosine * axisX.X - sine * axisX.Y, sine * axisX.X + cosine * axisX.Y),
            AxisY = new Vector2(cosine * axisY.X - sine * axisY.Y, sine * axisY.X + cosine * axisY.Y),
            Center = new Vector2(Side * 0.5f) + new Vector2(draws.Between(-2f, 2f), draws.Between(-2f, 2f)),
            StartRadius = radius * draws.Between(0.8f, 1.2f),
            EndRadius = radius * draws.Between(0.6f, 1.1f),
            Strength = draws.Between(0.6f, 1f),
        };
    }

    /// <summary>Up to three thin faint lines and a few specks, and now and then a piece of a neighbour at the left or right edge.</summary>
    private static void Clutter(scoped DigitCanvas canvas, ref DigitDraws draws)
    {
        for (var lines = draws.Below(4); lines > 0; lines--)
        {
            var from = new Vector2(draws.Between(0, Side), draws.Between(0, Side));
            var to = from + new Vector2(draws.Bell(), draws.Bell()) * 7f;
            canvas.Line(from, draws.Between(0.2f, 0.6f), to, draws.Between(0.2f, 0.6f), draws.Between(0.2f, 0.5f));
        }

        for (var specks = draws.Below(5); specks > 0; specks--)
        {
            var at = new Vector2(draws.Between(0, Side), draws.Between(0, Side));
            canvas.Line(at, draws.Between(0.3f, 0.9f), at, 0.3f, draws.Between(0.3f, 0.9f));
        }

        if (draws.Below(3) == 0)
        {
            var x = draws.Below(2) == 0 ? draws.Between(-1f, 1f) : draws.Between(Side - 1f, Side + 1f);
            var from = new Vector2(x, draws.Between(0, Side));
            var to = new Vector2(x + draws.Bell(), draws.Between(0, Side));
            canvas.Line(from, draws.Between(0.6f, 1.5f), to, draws.Between(0.6f, 1.5f), draws.Between(0.4f, 0.9f));
        }
    }

    /// <summary>Lays the ink on uneven paper, adds noise and rounds to bytes.</summary>
    private static void Develop(scoped ReadOnlySpan<float> ink, ReadOnlySpan<float> grain, ref DigitDraws draws, Span<byte> pixels)
    {
        var paper = draws.Between(0f, 0.16f);
        var (shadeX, shadeY) = (draws.Between(-0.12f, 0.12f) / Side, draws.Between(-0.12f, 0.12f) / Side);
        var roughness = draws.Between(0.01f, 0.08f);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var background = MathF.Max(0, paper + shadeX * (x - Side / 2) + shadeY * (y - Side / 2));
                var value = ink[y * Side + x];
                value = background + value * (1 - background) + roughness * grain[y * Side + x];
                pixels[y * Side + x] = (byte)Math.Clamp((int)(value * 255f + 0.5f), 0, 255);
            }
        }
    }
}
