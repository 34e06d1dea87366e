using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads JPEG images (ITU-T T.81): baseline, extended and progressive Huffman coding of 8-bit samples with any subsampling, in grey, YCbCr,
/// RGB, CMYK or YCCK. The pixels are those of libjpeg-turbo with its default settings (accurate integer transform, triangle
/// filter for the usual subsamplings). Arithmetic coding, 12-bit samples and the lossless and hierarchical forms are refused by name.
/// </summary>
public static class Jpeg
{
    /// <summary>Reads an image from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Limits, orientation and what to do with damaged files; <see cref="JpegOptions.Default"/> when null.</param>
    /// <returns>An image of 1 (grey) or 3 (RGB) channels; CMYK becomes RGB.</returns>
    /// <exception cref="FileFormatException">The file is not JPEG, is of a kind that is not read, is damaged or cut short, or is larger than the limits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Image Read(string path, JpegOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = (options ?? JpegOptions.Default).Validated();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (file.Length > Math.Min(options.MaxFileBytes, Array.MaxLength))
        {
            throw TooLong(file.Length, options, path);
        }

        var data = new byte[file.Length];
        file.ReadExactly(data);
        return Decode(data, options, path);
    }

    /// <summary>Reads an image from memory.</summary>
    /// <param name="data">The whole file; bytes after its end marker are ignored.</param>
    /// <param name="options">Limits, orientation and what to do with damaged files; <see cref="JpegOptions.Default"/> when null.</param>
    /// <param name="name">What to call the data in error messages.</param>
    /// <returns>An image of 1 (grey) or 3 (RGB) channels; CMYK becomes RGB.</returns>
    /// <exception cref="FileFormatException">The data are not JPEG, are of a kind that is not read, are damaged or cut short, or are larger than the limits.</exception>
    public static Image Decode(ReadOnlySpan<byte> data, JpegOptions? options = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        options = (options ?? JpegOptions.Default).Validated();
        if (data.Length > options.MaxFileBytes)
        {
            throw TooLong(data.Length, options, name);
        }

        var decoder = JpegDecoder.Rent();
        try
        {
            return decoder.Decode(data, options, name);
        }
        finally
        {
            JpegDecoder.Return(decoder);
        }
    }

    private static FileFormatException TooLong(long length, JpegOptions options, string name) => new(
        name, $"{length} bytes are more than the limit of {options.MaxFileBytes}; if you trust the file, raise JpegOptions.MaxFileBytes");
}
