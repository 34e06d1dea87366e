using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Data;

/// <summary>What the components of a JPEG image stand for.</summary>
internal enum JpegColorSpace
{
    Gray,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// <summary>
/// Colour conversion of rows. YCbCr becomes RGB by the equations of JFIF in 16-bit fixed point:
/// R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, with Cb and Cr from −128 to 127.
/// </summary>
internal static class JpegColor
{
    // The factors of the equations, times 2^16.
    private const int RedOfCr = 91881;
    private const int GreenOfCb = -22554;
    private const int GreenOfCr = -46802;
    private const int BlueOfCb = 116130;
    private const int Half = 1 << 15;

    /// <summary>
    /// Which space an image is in. JFIF says YCbCr, Adobe's marker says which; without either, components named R, G and B are those.
    /// </summary>
    internal static JpegColorSpace Of(JpegFrame frame, bool jfif, int? adobeTransform)
    {
        var components = frame.Components;
        return components.Length switch
        {
            1 => JpegColorSpace.Gray,
            4 => adobeTransform == 2 ? JpegColorSpace.Ycck : JpegColorSpace.Cmyk,
            _ when jfif => JpegColorSpace.YCbCr,
            _ when adobeTransform is { } transform => transform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
            _ => components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B' ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
        };
    }

    /// <summary>A row of YCbCr as RGB.</summary>
    /// <param name="ys">The brightness, at least <paramref name="width"/> rounded up to a multiple of eight.</param>
    /// <param name="cbs">The blue difference, as long.</param>
    /// <param name="crs">The red difference, as long.</param>
    /// <param name="width">The pixels.</param>
    /// <param name="pixels">From the row's first sample to the end of the picture; samples behind the row may be overwritten.</param>
    internal static void ToRgb(ReadOnlySpan<byte> ys, ReadOnlySpan<byte> cbs, ReadOnlySpan<byte> crs, int width, Span<byte> pixels)
    {
        var x = Avx2.IsSupported ? ToRgbVector(ys, cbs, crs, width, pixels) : 0;
        for (; x < width; x++)
        {
            var (y, cb, cr) = (ys[x], cbs[x] - 128, crs[x] - 128);
            pixels[3 * x] = Clamp(y + ((RedOfCr * cr + Half) >> 16));
            pixels[3 * x + 1] = Clamp(y + ((GreenOfCb * cb + GreenOfCr * cr + Half) >> 16));
            pixels[3 * x + 2] = Clamp(y + ((BlueOfCb * cb + Half) >> 16));
        }
    }

    /// <summary>Three rows of samples side by side.</summary>
    internal static void Interleave(ReadOnlySpan<byte> reds, ReadOnlySpan<byte> greens, ReadOnlySpan<byte> blues, int width, Span<byte> pixels)
    {
        for (var x = 0; x < width; x++)
        {
            (pixels[3 * x], pixels[3 * x + 1], pixels[3 * x + 2]) = (reds[x], greens[x], blues[x]);
        }
    }

    /// <summary>
    /// A row of ink, stored inverted as Adobe's programs do and all others therefore read, as RGB: what is left of white under each
    /// ink and black.
    /// </summary>
    internal static void CmykToRgb(ReadOnlySpan<byte> cyans, ReadOnlySpan<byte> magentas, ReadOnlySpan<byte> yellows, ReadOnlySpan<byte> blacks, int width, Span<byte> pixels)
    {
        for (var x = 0; x < width; x++)
        {
            int paper = blacks[x];
            pixels[3 * x] = Clamp(paper - Share(255 - cyans[x], paper));
            pixels[3 * x + 1] = Clamp(paper - Share(255 - magentas[x], paper));
            pixels[3 * x + 2] = Clamp(paper - Share(255 - yellows[x], paper));
        }
    }

    /// <summary>A row of YCC of which the inks are the complement, as RGB.</summary>
    internal static void YcckToRgb(ReadOnlySpan<byte> ys, ReadOnlySpan<byte> cbs, ReadOnlySpan<byte> crs, ReadOnlySpan<byte> blacks, int width, Span<byte> pixels)
    {
        for (var x = 0; x < width; x++)
        {
            var (y, cb, cr, paper) = (ys[x], cbs[x] - 128, crs[x] - 128, (int)blacks[x]);
            var cyan = Clamp(255 - (y + ((RedOfCr * cr + Half) >> 16)));
            var magenta = Clamp(255 - (y + ((GreenOfCb * cb + GreenOfCr * cr + Half) >> 16)));
            var yellow = Clamp(255 - (y + ((BlueOfCb * cb + Half) >> 16)));
            pixels[3 * x] = Clamp(paper - Share(255 - cyan, paper));
            pixels[3 * x + 1] = Clamp(paper - Share(255 - magenta, paper));
            pixels[3 * x + 2] = Clamp(paper - Share(255 - yellow, paper));
        }
    }

    /// <summary>
    /// Eight pixels at a time, a pixel in each 32-bit lane: the three samples are computed apart, joined to a pixel in its lane, and the
    /// lanes' lower three bytes moved together. Each half of the register is stored whole, four bytes too many, which the next pixels overwrite.
    /// </summary>
    /// <returns>How many pixels are done.</returns>
    private static int ToRgbVector(ReadOnlySpan<byte> ys, ReadOnlySpan<byte> cbs, ReadOnlySpan<byte> crs, int width, Span<byte> pixels)
    {
        var packing = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 128, 128, 128, 128);
        var most = Vector256.Create(255);
        var x = 0;
        for (; x + 8 <= width && 3 * x + 28 <= pixels.Length; x += 8)
        {
            var y = Vector256.ShiftLeft(Load(ys, x), 16) + Vector256.Create(Half);
            var cb = Load(cbs, x) - Vector256.Create(128);
            var cr = Load(crs, x) - Vector256.Create(128);
            var red = Vector256.ShiftRightArithmetic(y + cr * RedOfCr, 16);
            var green = Vector256.ShiftRightArithmetic(y + cb * GreenOfCb + cr * GreenOfCr, 16);
            var blue = Vector256.ShiftRightArithmetic(y + cb * BlueOfCb, 16);
            red = Vector256.Min(Vector256.Max(red, Vector256<int>.Zero), most);
            green = Vector256.Min(Vector256.Max(green, Vector256<int>.Zero), most);
            blue = Vector256.Min(Vector256.Max(blue, Vector256<int>.Zero), most);
            var joined = (red | Vector256.ShiftLeft(green, 8) | Vector256.ShiftLeft(blue, 16)).AsByte();
            Ssse3.Shuffle(joined.GetLower(), packing).CopyTo(pixels[(3 * x)..]);
            Ssse3.Shuffle(joined.GetUpper(), packing).CopyTo(pixels[(3 * x + 12)..]);
        }

        return x;
    }

    private static Vector256<int> Load(ReadOnlySpan<byte> samples, int x) =>
        Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(samples[x..])).AsByte());

    /// <summary>a · b / 255, rounded.</summary>
    private static int Share(int a, int b)
    {
        var product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
