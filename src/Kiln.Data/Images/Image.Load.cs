using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reading pictures of any format that Kiln knows.</summary>
public sealed partial class Image
{
    /// <summary>Reads a PNG or JPEG file; which of the two it is, its first bytes say, not its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">The most pixels to accept; 2²⁶ (67 million) by default.</param>
    /// <returns>An image of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) channels; a JPEG picture stands upright, as its EXIF orientation says.</returns>
    /// <exception cref="FileFormatException">The file is neither, is damaged or cut short, or is larger than the limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Image Load(string path, long maxPixels = 1L << 26)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Span<byte> start = stackalloc byte[2];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1))
        {
            start = start[..file.ReadAtLeast(start, 2, throwOnEndOfStream: false)];
        }

        return IsJpeg(start)
            ? Jpeg.Read(path, new JpegOptions { MaxPixels = maxPixels })
            : Png.Read(path, new PngLimits { MaxPixels = maxPixels });
    }

    /// <summary>Reads a PNG or JPEG file from memory.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="maxPixels">The most pixels to accept; 2²⁶ (67 million) by default.</param>
    /// <param name="name">What to call the data in error messages.</param>
    /// <inheritdoc cref="Load(string, long)"/>
    public static Image Decode(ReadOnlySpan<byte> data, long maxPixels = 1L << 26, string name = "") =>
        IsJpeg(data)
            ? Jpeg.Decode(data, new JpegOptions { MaxPixels = maxPixels }, name)
            : Png.Decode(data, new PngLimits { MaxPixels = maxPixels }, name);

    private static bool IsJpeg(ReadOnlySpan<byte> start) => start is [0xFF, 0xD8, ..];
}
