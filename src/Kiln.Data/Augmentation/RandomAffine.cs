using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Turns, moves and zooms pictures. Each new pixel is looked up where it comes from, and mixed of the four pixels around that place
/// (bilinear). See <see cref="Augment.Affine"/>.
/// </summary>
internal sealed class RandomAffine(string name, double degrees, double across, double down, double minZoom, double maxZoom, EdgeFill fill) : PictureTransform
{
    protected override string Name => name;

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        var angle = (2 * key.UniformAt(0) - 1) * degrees * Math.PI / 180;
        var moveX = (2 * key.UniformAt(1) - 1) * across * from.Width;
        var moveY = (2 * key.UniformAt(2) - 1) * down * from.Height;
        var zoom = minZoom + key.UniformAt(3) * (maxZoom - minZoom);
        Resample(picture, from, changed, angle, moveX, moveY, zoom, fill);
    }

    /// <summary>The picture turned counter-clockwise by an angle about its centre, enlarged, then moved right and down.</summary>
    internal static void Resample(
        ReadOnlySpan<float> picture, PictureSize size, Span<float> changed, double angle, double moveX, double moveY, double zoom, EdgeFill fill)
    {
        // Rows count downwards, so that a turn counter-clockwise on the screen has its sine the other way round.
        var (sine, cosine) = Math.SinCos(angle);
        var (xx, xy, yx, yy) = (cosine / zoom, -sine / zoom, sine / zoom, cosine / zoom);
        var (centerX, centerY) = ((size.Width - 1) / 2.0, (size.Height - 1) / 2.0);
        for (var y = 0; y < size.Height; y++)
        {
            var (toX, toY) = (-centerX - moveX, y - centerY - moveY);
            var (fromX, fromY) = (xx * toX + xy * toY + centerX, yx * toX + yy * toY + centerY);
            var target = changed.Slice(y * size.Row, size.Row);
            for (var x = 0; x < size.Width; x++, fromX += xx, fromY += yx)
            {
                if (!MixInside(picture, size, fromX, fromY, target[(x * size.Channels)..]))
                {
                    Mix(picture, size, fromX, fromY, target.Slice(x * size.Channels, size.Channels), fill);
                }
            }
        }
    }

    /// <summary>
    /// A pixel all of whose four sources lie inside: its channels, up to four, in the lanes of a register. Four floats are read and written for
    /// fewer channels too; what is written too much the next pixel overwrites, and where there is no room for it, the plain way is taken.
    /// </summary>
    private static bool MixInside(ReadOnlySpan<float> picture, PictureSize size, double fromX, double fromY, Span<float> rest)
    {
        var (left, top) = ((int)Math.Floor(fromX), (int)Math.Floor(fromY));
        var at = top * size.Row + left * size.Channels;
        if (left < 0 || top < 0 || left >= size.Width - 1 || top >= size.Height - 1 || size.Channels > 4 || rest.Length < 4
            || at + size.Row + size.Channels + 4 > picture.Length)
        {
            return false;
        }

        var right = Vector128.Create((float)(fromX - left));
        var bottom = Vector128.Create((float)(fromY - top));
        ref var source = ref MemoryMarshal.GetReference(picture);
        var above = Vector128.LoadUnsafe(ref source, (nuint)at);
        above += right * (Vector128.LoadUnsafe(ref source, (nuint)(at + size.Channels)) - above);
        var below = Vector128.LoadUnsafe(ref source, (nuint)(at + size.Row));
        below += right * (Vector128.LoadUnsafe(ref source, (nuint)(at + size.Row + size.Channels)) - below);
        (above + bottom * (below - above)).CopyTo(rest);
        return true;
    }

    /// <summary>A pixel some of whose sources may lie outside.</summary>
    private static void Mix(ReadOnlySpan<float> picture, PictureSize size, double fromX, double fromY, Span<float> pixel, EdgeFill fill)
    {
        var (left, top) = ((int)Math.Floor(fromX), (int)Math.Floor(fromY));
        var (right, bottom) = ((float)(fromX - left), (float)(fromY - top));
        pixel.Clear();
        for (var corner = 0; corner < 4; corner++)
        {
            var (dx, dy) = (corner & 1, corner >> 1);
            var weight = (dx == 0 ? 1 - right : right) * (dy == 0 ? 1 - bottom : bottom);
            var (column, row) = (Edges.Place(left + dx, size.Width, fill), Edges.Place(top + dy, size.Height, fill));
            if (column >= 0 && row >= 0)
            {
                var at = row * size.Row + column * size.Channels;
                for (var c = 0; c < pixel.Length; c++)
                {
                    pixel[c] += weight * picture[at + c];
                }
            }
        }
    }
}
