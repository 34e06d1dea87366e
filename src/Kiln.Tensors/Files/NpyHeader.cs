using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kiln.Tensors;

/// <summary>The header of an .npy file: element format, byte order, memory order and shape.</summary>
/// <remarks>
/// Format: NumPy Enhancement Proposal 1 and <c>numpy.lib.format</c>: the magic <c>\x93NUMPY</c>, two version bytes, the header's length
/// (two bytes in version 1, four in 2 and 3) and a Python dictionary literal, in Latin-1 (versions 1 and 2) or UTF-8 (3).
/// </remarks>
internal sealed record NpyHeader(ElementFormat Format, bool BigEndian, bool Fortran, Shape Shape)
{
    private const int MaximumLength = 1 << 16;
    private const int GrowthDigits = 21;
    private const int Alignment = 64;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of the elements.</summary>
    internal long DataBytes => (long)Shape.ElementCount * Format.Size;

    /// <summary>Reads the header; the stream then stands at the first element.</summary>
    /// <exception cref="FileFormatException">The header is not one.</exception>
    internal static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        var got = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (got < start.Length || !start[..6].SequenceEqual(Magic))
        {
            throw new FileFormatException(name, "not an .npy file: expected it to begin with \\x93NUMPY and a version");
        }

        var version = start[6];
        if (version is < 1 or > 3 || start[7] != 0)
        {
            throw new FileFormatException(name, $"npy version {version}.{start[7]}; versions 1.0, 2.0 and 3.0 are known");
        }

        Span<byte> lengthBytes = stackalloc byte[4];
        lengthBytes.Clear();
        var lengthSize = version == 1 ? 2 : 4;
        Fill(stream, lengthBytes[..lengthSize], name);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaximumLength)
        {
            throw new FileFormatException(name, $"the npy header claims {length} bytes; at most {MaximumLength} are accepted");
        }

        if (stream.CanSeek && length > stream.Length - stream.Position)
        {
            throw Truncated(name);
        }

        var header = new byte[length];
        Fill(stream, header, name);
        var text = version == 3 ? Encoding.UTF8.GetString(header) : Encoding.Latin1.GetString(header);
        return new NpyHeaderParser(text, name).Parse();
    }

    /// <summary>The bytes of a version 1 header, equal to NumPy's for the same array.</summary>
    /// <exception cref="DTypeException">The type has no form in .npy.</exception>
    internal static byte[] Format1(Tensor tensor)
    {
        var shape = tensor.Shape;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '{NpyTypes.Descriptor(tensor.DType)}', 'fortran_order': False, 'shape': {shape}, }}");
        if (shape.Rank > 0)
        {
            // NumPy leaves room for the first size to grow in place.
            text += new string(' ', GrowthDigits - shape[0].ToString(CultureInfo.InvariantCulture).Length);
        }

        const int preamble = 10;
        var total = (preamble + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)(total - preamble)));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(preamble));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static void Fill(Stream stream, Span<byte> bytes, string name)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Truncated(name);
        }
    }

    private static FileFormatException Truncated(string name) => new(name, "the file ends inside the npy header; it is truncated");
}
