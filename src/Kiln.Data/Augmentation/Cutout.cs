using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Blanks a square; see <see cref="Augment.Cutout"/>.</summary>
internal sealed class Cutout(int size, float value) : PictureTransform
{
    protected override string Name => "cutout";

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        picture.CopyTo(changed);
        Blank(changed, from, key.Integer(from.Height, 0) - size / 2, key.Integer(from.Width, 1) - size / 2, size, size, value);
    }

    /// <summary>Fills what lies of a rectangle inside the picture.</summary>
    internal static void Blank(Span<float> picture, PictureSize size, int top, int left, int height, int width, float value)
    {
        var (first, end) = (Math.Max(0, left), Math.Min(size.Width, left + width));
        for (var y = Math.Max(0, top); y < Math.Min(size.Height, top + height) && end > first; y++)
        {
            picture.Slice(y * size.Row + first * size.Channels, (end - first) * size.Channels).Fill(value);
        }
    }
}
