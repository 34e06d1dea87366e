using System.Numerics;

namespace Kiln.Data;

/// <summary>
/// One way to write a digit: strokes through control points in the unit square, x to the right and y down. A stroke is a Catmull-Rom
/// curve through its points; a point given twice in a row is a corner, where the curve before it ends and the next begins.
/// </summary>
internal sealed class DigitGlyph
{
    private DigitGlyph(Vector2[][] strokes) => Strokes = strokes;

    internal Vector2[][] Strokes { get; }

    /// <summary>Makes a glyph from strokes, each a list x0, y0, x1, y1, … in hundredths of the unit square.</summary>
    internal static DigitGlyph Of(params ReadOnlySpan<int[]> strokes)
    {
        var result = new Vector2[strokes.Length][];
        for (var i = 0; i < strokes.Length; i++)
        {
            var numbers = strokes[i];
            result[i] = new Vector2[numbers.Length / 2];
            for (var k = 0; k < result[i].Length; k++)
            {
                result[i][k] = new Vector2(numbers[2 * k], numbers[2 * k + 1]) * 0.01f;
            }
        }

        return new DigitGlyph(result);
    }
}
