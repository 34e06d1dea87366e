using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads and writes PNG images. Every colour type, bit depth, filter and interlacing of the standard is read; 16-bit samples are rounded
/// to 8 bits, samples of fewer bits spread over 0 to 255, palettes are looked up, and transparency given by tRNS becomes an alpha channel.
/// Gamma, colour profiles, text and animation (every chunk that the standard lets a reader skip) are ignored: samples are
/// returned as stored.
/// </summary>
public static class Png
{
    /// <summary>Reads an image from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How large an image to accept; <see cref="PngLimits.Default"/> when null.</param>
    /// <returns>An image of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels, as the file has it.</returns>
    /// <exception cref="FileFormatException">The file is not PNG, is damaged or cut short, or is larger than the limits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Image Read(string path, PngLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits = (limits ?? PngLimits.Default).Validated();
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (stream.Length > Math.Min(limits.MaxFileBytes, Array.MaxLength))
        {
            throw PngDecoder.TooLong(stream.Length, limits, path);
        }

        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return PngDecoder.Decode(file, limits, path);
    }

    /// <summary>Reads an image from memory.</summary>
    /// <param name="data">The whole file; bytes after its end chunk are ignored.</param>
    /// <param name="limits">How large an image to accept; <see cref="PngLimits.Default"/> when null.</param>
    /// <param name="name">What to call the data in error messages.</param>
    /// <returns>An image of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels, as the file has it.</returns>
    /// <exception cref="FileFormatException">The data are not PNG, are damaged or cut short, or are larger than the limits.</exception>
    public static Image Decode(ReadOnlySpan<byte> data, PngLimits? limits = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        return PngDecoder.Decode(data, (limits ?? PngLimits.Default).Validated(), name);
    }

    /// <summary>Encodes an image as the bytes of a PNG file of 8 bits per sample, not interlaced.</summary>
    /// <param name="image">The image.</param>
    /// <param name="level">How hard to compress.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Encode(Image image, CompressionLevel level = CompressionLevel.Optimal)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PngEncoder.Encode(image, level);
    }

    /// <summary>Writes an image to a PNG file of 8 bits per sample, not interlaced; a file of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The image.</param>
    /// <param name="level">How hard to compress.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Image image, CompressionLevel level = CompressionLevel.Optimal)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllBytes(path, Encode(image, level));
    }
}
