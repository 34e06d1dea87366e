using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Data;

/// <summary>Resampling of images.</summary>
public static class ImageResize
{
    private const int Half = 1 << (ResizeWeights.Bits - 1);

    /// <summary>
    /// The image in another size: first across, then down, each rounded to 8 bits, as Pillow does; its filters <c>BILINEAR</c>,
    /// <c>BICUBIC</c>, <c>LANCZOS</c> and <c>NEAREST</c> give the same pixels, and <c>BOX</c> those of <see cref="ResizeFilter.Area"/> where the ratio
    /// is whole. Every channel is treated alike: lay an image with alpha over a background first (<see cref="ImageColors.ToGray"/>) if its
    /// transparent pixels must not bleed.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="height">The new number of rows, at least 1.</param>
    /// <param name="width">The new number of columns, at least 1.</param>
    /// <param name="filter">How pixels are weighed; the mean over the covered area by default.</param>
    /// <returns>An image of height × width with the same channels.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1 or too large for one array, or a filter that does not exist.</exception>
    public static Image Resize(this Image image, int height, int width, ResizeFilter filter = ResizeFilter.Area)
    {
        ArgumentNullException.ThrowIfNull(image);
        Image.CheckSize(height, width, image.Channels);
        if (width != image.Width)
        {
            image = Across(image, width, new ResizeWeights(image.Width, width, filter));
        }

        return height == image.Height ? image : Down(image, height, new ResizeWeights(image.Height, height, filter));
    }

    private static Image Across(Image image, int width, ResizeWeights weights)
    {
        Image.CheckSize(image.Height, width, image.Channels);
        var (channels, length) = (image.Channels, image.Width * image.Channels);
        var result = GC.AllocateUninitializedArray<byte>(image.Height * width * channels);
        var row = new byte[length + 4];
        for (var y = 0; y < image.Height; y++)
        {
            image.Pixels.Slice(y * length, length).CopyTo(row);
            var to = result.AsSpan(y * width * channels, width * channels);
            if (channels >= 3)
            {
                AcrossColors(row, channels, weights, to);
            }
            else
            {
                AcrossSamples(row, channels, weights, to);
            }
        }

        return Image.Wrap(image.Height, width, channels, result);
    }

    /// <summary>A pixel's samples in the lanes of a register: four bytes are read for three too, and the fourth sum is not stored.</summary>
    private static void AcrossColors(ReadOnlySpan<byte> row, int channels, ResizeWeights weights, Span<byte> to)
    {
        for (int x = 0, at = 0; at < to.Length; x++, at += channels)
        {
            var sum = Vector128.Create(Half);
            var from = row[(First(weights, x, out var taps) * channels)..];
            for (var k = 0; k < taps.Length; k++)
            {
                var bytes = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<uint>(from[(k * channels)..])).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * taps[k];
            }

            sum = Vector128.ShiftRightArithmetic(sum, ResizeWeights.Bits);
            sum = Vector128.Min(Vector128.Max(sum, Vector128<int>.Zero), Vector128.Create(255));
            for (var c = 0; c < channels; c++)
            {
                to[at + c] = (byte)sum.GetElement(c);
            }
        }
    }

    private static void AcrossSamples(ReadOnlySpan<byte> row, int channels, ResizeWeights weights, Span<byte> to)
    {
        for (var at = 0; at < to.Length; at++)
        {
            var from = row[(First(weights, at / channels, out var taps) * channels + at % channels)..];
            var sum = Half;
            for (var k = 0; k < taps.Length; k++)
            {
                sum += from[k * channels] * taps[k];
            }

            to[at] = Clamp(sum);
        }
    }

    /// <summary>Rows are added up in 32-bit lanes, eight neighbouring samples at a time.</summary>
    private static Image Down(Image image, int height, ResizeWeights weights)
    {
        var length = image.Width * image.Channels;
        var result = GC.AllocateUninitializedArray<byte>(height * length);
        for (var y = 0; y < height; y++)
        {
            var from = image.Pixels[(First(weights, y, out var taps) * length)..];
            var to = result.AsSpan(y * length, length);
            var x = 0;
            for (; x <= length - 8; x += 8)
            {
                var sum = Vector256.Create(Half);
                for (var k = 0; k < taps.Length; k++)
                {
                    var samples = Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(from[(k * length + x)..])).AsByte());
                    sum += Vector256.Create(Vector128.WidenLower(samples), Vector128.WidenUpper(samples)).AsInt32() * taps[k];
                }

                sum = Vector256.ShiftRightArithmetic(sum, ResizeWeights.Bits);
                sum = Vector256.Min(Vector256.Max(sum, Vector256<int>.Zero), Vector256.Create(255));
                var words = Vector128.Narrow(sum.GetLower(), sum.GetUpper());
                MemoryMarshal.Write(to[x..], Vector128.Narrow(words.AsUInt16(), words.AsUInt16()).AsUInt64().ToScalar());
            }

            for (; x < length; x++)
            {
                var sum = Half;
                for (var k = 0; k < taps.Length; k++)
                {
                    sum += from[k * length + x] * taps[k];
                }

                to[x] = Clamp(sum);
            }
        }

        return Image.Wrap(height, image.Width, image.Channels, result);
    }

    private static int First(ResizeWeights weights, int i, out ReadOnlySpan<int> taps)
    {
        taps = weights.Of(i, out var first);
        return first;
    }

    private static byte Clamp(int sum) => (byte)Math.Clamp(sum >> ResizeWeights.Bits, 0, 255);
}
