using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Cuts parts out of pictures with a border; see <see cref="Augment.RandomCrop(int, EdgeFill)"/>.</summary>
internal sealed class RandomCrop((int Height, int Width)? size, int padding, EdgeFill fill) : PictureTransform
{
    protected override string Name => "random crop";

    public override Shape InputShape(Shape shape) => size is { } given ? [given.Height, given.Width, shape[2]] : shape;

    protected override void Check(PictureSize picture)
    {
        if (size is { } given && (given.Height > picture.Height + 2 * padding || given.Width > picture.Width + 2 * padding))
        {
            throw new ShapeException(
                $"random crop: {given.Height} × {given.Width} cannot be cut out of {picture.Height} × {picture.Width} with a border of {padding}");
        }
    }

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        var top = key.Integer(from.Height + 2 * padding - to.Height + 1, 0) - padding;
        var left = key.Integer(from.Width + 2 * padding - to.Width + 1, 1) - padding;

        // The columns that come from inside the picture are copied at once; the others one by one.
        var (first, end) = (Math.Clamp(-left, 0, to.Width), Math.Clamp(from.Width - left, 0, to.Width));
        for (var y = 0; y < to.Height; y++)
        {
            var target = changed.Slice(y * to.Row, to.Row);
            var row = Edges.Place(top + y, from.Height, fill);
            if (row < 0)
            {
                target.Clear();
                continue;
            }

            var source = picture.Slice(row * from.Row, from.Row);
            if (end > first)
            {
                source.Slice((left + first) * from.Channels, (end - first) * from.Channels).CopyTo(target[(first * from.Channels)..]);
            }

            for (var x = 0; x < to.Width; x++)
            {
                if (x >= first && x < end)
                {
                    x = end - 1;
                    continue;
                }

                var column = Edges.Place(left + x, from.Width, fill);
                var pixel = target.Slice(x * from.Channels, from.Channels);
                if (column < 0)
                {
                    pixel.Clear();
                }
                else
                {
                    source.Slice(column * from.Channels, from.Channels).CopyTo(pixel);
                }
            }
        }
    }
}
