using System.Numerics;

namespace Kiln.Data;

/// <summary>Where and how a hand writes: the map from the unit square of the glyphs to pixels, and the pen's width.</summary>
internal readonly struct DigitPen
{
    /// <summary>Straight pieces per span of a curve; at 28 pixels more cannot be seen.</summary>
    private const int PiecesPerSpan = 5;

    /// <summary>Points of the bending field along each side.</summary>
    internal const int BendSide = 3;

    /// <summary>The images of the unit square's axes, and of its centre, in pixels.</summary>
    internal required Vector2 AxisX { get; init; }

    internal required Vector2 AxisY { get; init; }

    internal required Vector2 Center { get; init; }

    /// <summary>Half the width of the line at the beginning and at the end of a stroke, in pixels.</summary>
    internal required float StartRadius { get; init; }

    internal required float EndRadius { get; init; }

    /// <summary>How dark the ink is, 0 to 1.</summary>
    internal required float Strength { get; init; }

    /// <summary>Draws the curve through <paramref name="points"/>, bent by <paramref name="bend"/>.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="points">Control points in the unit square; a doubled point is a corner.</param>
    /// <param name="bend">BendSide × BendSide displacements, in units of the unit square.</param>
    internal void Stroke(DigitCanvas canvas, ReadOnlySpan<Vector2> points, ReadOnlySpan<Vector2> bend)
    {
        var start = 0;
        for (var i = 1; i <= points.Length; i++)
        {
            if (i == points.Length || points[i] == points[i - 1])
            {
                Curve(canvas, points[start..i], (float)start / points.Length, (float)i / points.Length, bend);
                start = i;
            }
        }
    }

    private void Curve(DigitCanvas canvas, ReadOnlySpan<Vector2> points, float wayStart, float wayEnd, ReadOnlySpan<Vector2> bend)
    {
        var last = points.Length - 1;
        if (last < 1)
        {
            return;
        }

        var pieces = last * PiecesPerSpan;
        var (previous, previousRadius) = (ToPixels(points[0], bend), Radius(wayStart));
        for (var k = 1; k <= pieces; k++)
        {
            var span = Math.Min((k - 1) / PiecesPerSpan, last - 1);
            var t = (k - span * PiecesPerSpan) / (float)PiecesPerSpan;
            var point = CatmullRom(
                points[Math.Max(0, span - 1)], points[span], points[span + 1], points[Math.Min(last, span + 2)], t);
            var (next, nextRadius) = (ToPixels(point, bend), Radius(wayStart + (wayEnd - wayStart) * k / pieces));
            canvas.Line(previous, previousRadius, next, nextRadius, Strength);
            (previous, previousRadius) = (next, nextRadius);
        }
    }

    private float Radius(float way) => StartRadius + way * (EndRadius - StartRadius);

    /// <summary>The cubic through b and c whose slope at each is half the way between that point's neighbours (Catmull and Rom 1974).</summary>
    private static Vector2 CatmullRom(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float t)
    {
        var slopeB = (c - a) * 0.5f;
        var slopeC = (d - b) * 0.5f;
        var square = (c - b) * 3f - slopeB * 2f - slopeC;
        var cube = (b - c) * 2f + slopeB + slopeC;
        return ((cube * t + square) * t + slopeB) * t + b;
    }

    private Vector2 ToPixels(Vector2 point, ReadOnlySpan<Vector2> bend)
    {
        point += Bend(point, bend) - new Vector2(0.5f);
        return Center + AxisX * point.X + AxisY * point.Y;
    }

    /// <summary>The displacement at a point: the grid's, blended so that it has no kinks (smoothstep between grid points).</summary>
    private static Vector2 Bend(Vector2 point, ReadOnlySpan<Vector2> bend)
    {
        var (column, right) = Cell(point.X);
        var (row, down) = Cell(point.Y);
        var corner = row * BendSide + column;
        var upper = bend[corner] + (bend[corner + 1] - bend[corner]) * right;
        var lower = bend[corner + BendSide] + (bend[corner + BendSide + 1] - bend[corner + BendSide]) * right;
        return upper + (lower - upper) * down;
    }

    private static (int Cell, float Way) Cell(float coordinate)
    {
        var scaled = Math.Clamp(coordinate, 0f, 1f) * (BendSide - 1);
        var cell = Math.Min((int)scaled, BendSide - 2);
        var way = scaled - cell;
        return (cell, way * way * (3f - 2f * way));
    }
}
