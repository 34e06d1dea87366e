using System.Buffers.Binary;
using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads idx streams. Nothing is allocated before the header is known to be possible: an array must fit the limit, and what is left of
/// the file must be able to hold it (gzip expands 1032 times at most).
/// </summary>
internal static class IdxReader
{
    private const long MaxDeflateRatio = 1032;

    internal static IdxFile Read(Stream file, long fileLength, long maxBytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        Span<byte> magic = stackalloc byte[2];
        var compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        try
        {
            using Stream? gzip = compressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
            return Read(gzip ?? file, compressed, compressed ? MaxDeflateRatio * fileLength : fileLength, maxBytes, name);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException(name, "the gzip data are damaged or cut short; fetch the file again", e);
        }
    }

    private static IdxFile Read(Stream stream, bool compressed, long mostBytes, long maxBytes, string name)
    {
        Span<byte> start = stackalloc byte[4];
        Span<byte> size = stackalloc byte[4];
        ReadHeader(stream, start, name);
        if (start[0] != 0 || start[1] != 0 || !Enum.IsDefined((IdxType)start[2]))
        {
            throw new FileFormatException(
                name,
                $"not an idx file: it begins with {System.Convert.ToHexString(start)}; expected 00 00, an element type 08, 09, 0B, 0C, 0D or 0E, "
                + "and the number of axes");
        }

        var type = (IdxType)start[2];
        var sizes = new int[start[3]];
        if (sizes.Length == 0)
        {
            throw new FileFormatException(name, "the idx file has no axes; expected at least one");
        }

        // Kept below 2⁶³ by stopping at the first product beyond the limit. A size of zero makes the whole array empty.
        var count = 1L;
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            ReadHeader(stream, size, name);
            sizes[axis] = BinaryPrimitives.ReadInt32BigEndian(size);
            if (sizes[axis] < 0)
            {
                throw new FileFormatException(name, $"axis {axis} of the idx file has {(uint)sizes[axis]} elements, more than {int.MaxValue}");
            }

            count = Math.Min(count * Math.Max(1, sizes[axis]), 1L << 32);
        }

        var bytes = sizes.Contains(0) ? 0 : count * SizeOf(type);
        var said = $"({string.Join(" × ", sizes)}) of {type}";
        if (count > int.MaxValue || bytes > Math.Min(maxBytes, Array.MaxLength))
        {
            throw new FileFormatException(name, $"the idx file says it holds {said}, more than the limit of {maxBytes} bytes (maxBytes)");
        }

        if (bytes > mostBytes)
        {
            throw new FileFormatException(name, $"the idx file is cut short: it says it holds {said}, {bytes} bytes, which cannot be in a file of its length");
        }

        var data = new byte[bytes];
        var read = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (read < data.Length)
        {
            throw new FileFormatException(name, $"the idx file is cut short: it says it holds {said}, {bytes} bytes, but ends after {read}");
        }

        // Reading past the end also lets gzip compare its check value.
        if (stream.ReadByte() >= 0)
        {
            throw new FileFormatException(name, $"the idx file goes on after the {said} that its header announces; the header is damaged or more was appended");
        }

        return new IdxFile(type, sizes, data);
    }

    private static void ReadHeader(Stream stream, Span<byte> part, string name)
    {
        if (stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
        {
            throw new FileFormatException(name, "the idx file ends within its header");
        }
    }

    private static int SizeOf(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Float64 => 8,
        _ => 4,
    };
}
