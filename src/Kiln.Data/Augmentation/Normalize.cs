using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>(x − mean) / deviation in each channel; see <see cref="Augment.Normalize"/>.</summary>
internal sealed class Normalize(float[] mean, float[] deviation) : PictureTransform
{
    protected override string Name => "normalize";

    protected override void Check(PictureSize size)
    {
        if (size.Channels != mean.Length)
        {
            throw new ShapeException($"normalize: {mean.Length} means and deviations were given, pictures have {size.Channels} channels");
        }
    }

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        for (var i = 0; i < picture.Length; i += mean.Length)
        {
            for (var c = 0; c < mean.Length; c++)
            {
                changed[i + c] = (picture[i + c] - mean[c]) / deviation[c];
            }
        }
    }
}
