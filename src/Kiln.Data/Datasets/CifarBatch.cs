using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads the binary form of CIFAR-10: for each picture a byte with its label and 3,072 bytes, the red, the green and the blue plane of
/// 32 × 32, row by row.
/// </summary>
internal static class CifarBatch
{
    internal const int Side = 32;
    internal const int PictureBytes = 3 * Side * Side;
    internal const int RecordBytes = 1 + PictureBytes;

    /// <summary>Far more than a published batch of 10,000 pictures, and little enough to be read at once.</summary>
    private const int MaxBytes = 1 << 30;

    /// <summary>Reads a file, plain or gzip, as its first bytes say.</summary>
    internal static byte[] ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        Span<byte> magic = stackalloc byte[2];
        var compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        try
        {
            using Stream? gzip = compressed ? new GZipStream(file, CompressionMode.Decompress) : null;
            return ReadStream(gzip ?? file, path);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(path, "the gzip data are damaged or cut short; fetch the file again", e);
        }
    }

    /// <summary>Reads a stream to its end, in parts: what a header may announce is never allocated ahead.</summary>
    internal static byte[] ReadStream(Stream stream, string name)
    {
        using var whole = new MemoryStream();
        var part = new byte[1 << 16];
        for (int read; (read = stream.Read(part)) > 0;)
        {
            whole.Write(part, 0, read);
            if (whole.Length > MaxBytes)
            {
                throw new FileFormatException(name, $"more than {MaxBytes} bytes are no batch of CIFAR-10");
            }
        }

        return whole.ToArray();
    }

    /// <summary>Turns batches, one after the other, into a data set.</summary>
    internal static ImageDataset Parse(IReadOnlyList<(string Name, byte[] Bytes)> batches, IReadOnlyList<string> classNames)
    {
        var count = 0;
        foreach (var (name, bytes) in batches)
        {
            if (bytes.Length == 0 || bytes.Length % RecordBytes != 0)
            {
                throw new FileFormatException(
                    name, $"{bytes.Length} bytes are not a whole number of CIFAR-10 records of {RecordBytes} bytes; the file is cut short, or of the Python form: "
                    + "the binary form is needed");
            }

            count += bytes.Length / RecordBytes;
        }

        if ((long)count * PictureBytes > Image.MaxBytes)
        {
            throw new FileFormatException(batches[0].Name, $"{count} pictures do not fit in one array");
        }

        var (labels, pixels, at) = (new int[count], new byte[count * PictureBytes], 0);
        foreach (var (name, bytes) in batches)
        {
            for (var from = 0; from < bytes.Length; from += RecordBytes, at++)
            {
                labels[at] = bytes[from] < classNames.Count
                    ? bytes[from]
                    : throw new FileFormatException(name, $"picture {from / RecordBytes} has the label {bytes[from]}; there are {classNames.Count} classes");
                Interleave(bytes.AsSpan(from + 1, PictureBytes), pixels.AsSpan(at * PictureBytes, PictureBytes));
            }
        }

        return new ImageDataset(pixels, Side, Side, 3, labels, classNames);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        const int plane = Side * Side;
        for (var i = 0; i < plane; i++)
        {
            pixels[3 * i] = planes[i];
            pixels[3 * i + 1] = planes[plane + i];
            pixels[3 * i + 2] = planes[2 * plane + i];
        }
    }
}
