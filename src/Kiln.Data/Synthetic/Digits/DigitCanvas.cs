using System.Numerics;

namespace Kiln.Data;

/// <summary>
/// A small grey picture that lines are drawn on. A line covers a pixel by how deep its centre lies inside the line's edge, from 0 half a
/// pixel outside to 1 half a pixel inside: that is what smooths the edges. Only additions, products, divisions and square roots are
/// used, which every processor rounds alike, so a picture is the same everywhere.
/// </summary>
internal readonly ref struct DigitCanvas(Span<float> ink, int side)
{
    private readonly Span<float> _ink = ink;

    /// <summary>Draws a line with round ends whose half width goes evenly from one end's to the other's.</summary>
    /// <param name="from">One end, in pixels; the centre of the top left pixel is (0.5, 0.5).</param>
    /// <param name="fromRadius">Half the width there, in pixels.</param>
    /// <param name="to">The other end.</param>
    /// <param name="toRadius">Half the width there.</param>
    /// <param name="strength">How dark, 0 to 1; where lines meet, the darker counts.</param>
    internal void Line(Vector2 from, float fromRadius, Vector2 to, float toRadius, float strength)
    {
        var reach = MathF.Max(fromRadius, toRadius) + 0.5f;
        var left = Math.Max(0, (int)MathF.Floor(MathF.Min(from.X, to.X) - reach));
        var right = Math.Min(side - 1, (int)MathF.Ceiling(MathF.Max(from.X, to.X) + reach));
        var top = Math.Max(0, (int)MathF.Floor(MathF.Min(from.Y, to.Y) - reach));
        var bottom = Math.Min(side - 1, (int)MathF.Ceiling(MathF.Max(from.Y, to.Y) + reach));
        var (alongX, alongY) = (to.X - from.X, to.Y - from.Y);
        var lengthSquared = alongX * alongX + alongY * alongY;
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var (dx, dy) = (x + 0.5f - from.X, y + 0.5f - from.Y);

                // The nearest point of the line, as a fraction of the way from one end to the other.
                var way = lengthSquared > 0 ? Math.Clamp((dx * alongX + dy * alongY) / lengthSquared, 0f, 1f) : 0f;
                var (offX, offY) = (dx - way * alongX, dy - way * alongY);
                var radius = fromRadius + way * (toRadius - fromRadius);
                var cover = Math.Clamp(radius + 0.5f - MathF.Sqrt(offX * offX + offY * offY), 0f, 1f) * strength;
                ref var pixel = ref _ink[y * side + x];
                pixel = MathF.Max(pixel, cover);
            }
        }
    }
}
