using System.Buffers.Binary;
using System.Text;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Walks the chunks of a PNG file: length, four letters, data, check value.</summary>
internal ref struct PngChunks
{
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly ReadOnlySpan<byte> _file;
    private readonly string _name;
    private int _position;

    internal PngChunks(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature))
        {
            throw new FileFormatException(name, NotPng(file));
        }

        _file = file;
        (_name, _position) = (name, Signature.Length);
    }

    /// <summary>The four letters of the current chunk as a big-endian number.</summary>
    internal uint Type { get; private set; }

    /// <summary>The data of the current chunk.</summary>
    internal ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Whether a reader may skip the current chunk: bit 5 of the first letter, that is, a small letter.</summary>
    internal readonly bool IsAncillary => (Type & 0x2000_0000) != 0;

    /// <summary>The letters of the current chunk, for messages.</summary>
    internal readonly string TypeName => NameOf(Type);

    /// <summary>The number that stands for a chunk type of four ASCII letters.</summary>
    internal static uint Code(ReadOnlySpan<byte> letters) => BinaryPrimitives.ReadUInt32BigEndian(letters);

    /// <summary>Steps to the next chunk and checks that it is whole.</summary>
    /// <exception cref="FileFormatException">The file ends, or the chunk is damaged.</exception>
    internal void Next()
    {
        var rest = _file[_position..];
        if (rest.Length < 12)
        {
            throw new FileFormatException(
                _name, $"the PNG file is cut short: it ends at byte {_file.Length}, before its end chunk (IEND)");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        if (length > rest.Length - 12)
        {
            throw new FileFormatException(
                _name,
                $"the PNG chunk {TypeName} at byte {_position} says it has {length} bytes, but only {rest.Length - 12} are left; "
                + "the file is cut short or damaged");
        }

        Data = rest.Slice(8, (int)length);
        var stored = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        var computed = Crc32.Compute(rest.Slice(4, 4 + (int)length));
        if (stored != computed)
        {
            throw new FileFormatException(
                _name,
                $"the PNG chunk {TypeName} at byte {_position} is damaged: its check value is {stored:X8}, its data give {computed:X8}");
        }

        _position += 12 + (int)length;
    }

    private static string NameOf(uint type)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, type);
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                return $"0x{type:X8}";
            }
        }

        return Encoding.ASCII.GetString(letters);
    }

    private static string NotPng(ReadOnlySpan<byte> file)
    {
        var guess = file switch
        {
            [] => "the file is empty",
            [0xFF, 0xD8, ..] => "this is a JPEG file",
            [(byte)'G', (byte)'I', (byte)'F', ..] => "this is a GIF file",
            [(byte)'B', (byte)'M', ..] => "this is a BMP file",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "this is a RIFF file (WebP?)",
            [0x1F, 0x8B, ..] => "this is a gzip file",
            [(byte)'P', >= (byte)'1' and <= (byte)'6', ..] => "this looks like a netpbm file",
            _ => $"the file begins with {Convert.ToHexString(file[..Math.Min(8, file.Length)])}",
        };
        return $"not a PNG image: {guess}; PNG begins with {Convert.ToHexString(Signature)}. Convert the picture to PNG first";
    }
}
