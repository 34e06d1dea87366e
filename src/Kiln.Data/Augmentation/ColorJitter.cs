using System.Numerics;
using System.Runtime.InteropServices;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Changes colours. Brightness scales; contrast mixes with the picture's mean grey; saturation mixes each pixel with its own grey; hue turns the
/// colour circle. Grey is 0.299 R + 0.587 G + 0.114 B. Results are kept within 0 to 1 after each step. See <see cref="Augment.ColorJitter"/>.
/// </summary>
internal sealed class ColorJitter(double brightness, double contrast, double saturation, double hue) : PictureTransform
{
    protected override string Name => "color jitter";

    protected override void Check(PictureSize size)
    {
        if (size.Channels != 3 && !(size.Channels == 1 && saturation == 0 && hue == 0))
        {
            throw new ShapeException($"color jitter: pictures have 3 channels (or 1, without saturation and hue), these have {size.Channels}");
        }
    }

    protected override void Change(ReadOnlySpan<float> picture, PictureSize from, Span<float> changed, PictureSize to, RandomKey key)
    {
        picture.CopyTo(changed);
        if (brightness > 0)
        {
            Scale(changed, Factor(key, 0, brightness), 0);
        }

        if (contrast > 0)
        {
            var factor = Factor(key, 1, contrast);
            Scale(changed, factor, (1 - factor) * MeanGray(changed, from.Channels));
        }

        if (saturation > 0)
        {
            Saturate(changed, Factor(key, 2, saturation));
        }

        if (hue > 0)
        {
            TurnHue(changed, (float)((2 * key.UniformAt(3) - 1) * hue));
        }
    }

    internal static void Saturate(Span<float> picture, float factor)
    {
        for (var i = 0; i < picture.Length; i += 3)
        {
            var gray = (1 - factor) * Gray(picture[i], picture[i + 1], picture[i + 2]);
            for (var c = i; c < i + 3; c++)
            {
                picture[c] = Math.Clamp(factor * picture[c] + gray, 0, 1);
            }
        }
    }

    /// <summary>
    /// Turns the hue by a part of the circle. In the hexagonal model of hue, value and chroma (Smith 1978) each channel is value − chroma ·
    /// max(0, min(k, 4 − k, 1)), where k is the hue in sixths, from 5, 3 and 1 on for red, green and blue, modulo 6.
    /// </summary>
    internal static void TurnHue(Span<float> picture, float part)
    {
        for (var i = 0; i < picture.Length; i += 3)
        {
            var (r, g, b) = (picture[i], picture[i + 1], picture[i + 2]);
            var value = Math.Max(r, Math.Max(g, b));
            var chroma = value - Math.Min(r, Math.Min(g, b));
            if (chroma <= 0)
            {
                continue;
            }

            var sixths = value == r ? (g - b) / chroma : value == g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
            sixths += 6 * part + 12;
            picture[i] = Channel(5 + sixths, value, chroma);
            picture[i + 1] = Channel(3 + sixths, value, chroma);
            picture[i + 2] = Channel(1 + sixths, value, chroma);
        }
    }

    private static float Channel(float k, float value, float chroma)
    {
        k -= 6 * MathF.Floor(k / 6);
        return value - chroma * Math.Clamp(Math.Min(k, 4 - k), 0, 1);
    }

    private static float Factor(RandomKey key, int draw, double range) => (float)(1 + (2 * key.UniformAt(draw) - 1) * range);

    private static void Scale(Span<float> picture, float factor, float offset)
    {
        // A register at a time; what is left over one by one.
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(picture);
        foreach (ref var samples in lanes)
        {
            samples = Vector.Min(Vector.Max(samples * factor + new Vector<float>(offset), Vector<float>.Zero), Vector<float>.One);
        }

        foreach (ref var sample in picture[(lanes.Length * Vector<float>.Count)..])
        {
            sample = Math.Clamp(factor * sample + offset, 0, 1);
        }
    }

    private static float MeanGray(ReadOnlySpan<float> picture, int channels)
    {
        var sum = 0.0;
        for (var i = 0; i < picture.Length; i += channels)
        {
            sum += channels == 1 ? picture[i] : Gray(picture[i], picture[i + 1], picture[i + 2]);
        }

        return (float)(sum * channels / picture.Length);
    }

    private static float Gray(float r, float g, float b) => 0.299f * r + 0.587f * g + 0.114f * b;
}
