using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Mirrors pictures; see <see cref="Augment.RandomFlip"/>.</summary>
internal sealed class RandomFlip(double horizontal, double vertical) : PictureTransform
{
    protected override string Name => "random flip";

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        var (mirror, turn) = (key.UniformAt(0) < horizontal, key.UniformAt(1) < vertical);
        for (var y = 0; y < from.Height; y++)
        {
            var source = picture.Slice((turn ? from.Height - 1 - y : y) * from.Row, from.Row);
            var target = changed.Slice(y * from.Row, from.Row);
            if (!mirror)
            {
                source.CopyTo(target);
                continue;
            }

            for (var x = 0; x < from.Row; x += from.Channels)
            {
                source.Slice(from.Row - from.Channels - x, from.Channels).CopyTo(target[x..]);
            }
        }
    }
}
