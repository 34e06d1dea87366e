using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Blanks a rectangle of random size; see <see cref="Augment.RandomErasing"/>.</summary>
internal sealed class RandomErasing(double probability, double minArea, double maxArea, double maxRatio, float value) : PictureTransform
{
    /// <summary>How often a rectangle is drawn that turns out not to fit before the picture is left as it is, as in the paper's program.</summary>
    private const int Tries = 10;

    protected override string Name => "random erasing";

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        picture.CopyTo(changed);
        if (key.UniformAt(0) >= probability)
        {
            return;
        }

        for (var i = 0; i < Tries; i++)
        {
            var draws = key.Derive(i);
            var area = (minArea + draws.UniformAt(0) * (maxArea - minArea)) * from.Height * from.Width;
            var ratio = Math.Exp((2 * draws.UniformAt(1) - 1) * Math.Log(maxRatio));
            var (height, width) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (height >= 1 && width >= 1 && height <= from.Height && width <= from.Width)
            {
                var top = draws.Integer(from.Height - height + 1, 2);
                var left = draws.Integer(from.Width - width + 1, 3);
                Cutout.Blank(changed, from, top, left, height, width, value);
                return;
            }
        }
    }
}
