using System.Buffers.Binary;

namespace Kiln.Tokenizers;

/// <summary>
/// A precompiled map of SentencePiece: what characters and sequences become under its Unicode normalization. The bytes are the size of a double array in
/// 32 bits, the array, and the replacements with a zero after each. A unit of the array holds a label in its lowest byte, bit 8 says that a value
/// follows, bits 9 to 30 are the offset to its children; a value has bit 31. Source: the format of the library darts-clone.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    /// <summary>Reads a map.</summary>
    /// <exception cref="TokenizerFormatException">It is damaged.</exception>
    public CharacterMap(byte[] data)
    {
        const string What = "precompiled_charsmap";
        if (data.Length < 4)
        {
            throw new TokenizerFormatException($"{What}: it has {data.Length} bytes, and begins with the size of an array in 4");
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (size > data.Length - 4 || size % 4 != 0 || size == 0)
        {
            throw new TokenizerFormatException($"{What}: its array has {size} bytes; expected a multiple of 4 up to the {data.Length - 4} that follow");
        }

        _units = new uint[size / 4];
        for (var i = 0; i < _units.Length; i++)
        {
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4 + (4 * i)));
        }

        _replacements = data[(4 + (int)size)..];
        Data = data;
    }

    /// <summary>The bytes that the map was read from.</summary>
    public byte[] Data { get; }

    /// <summary>Finds what the text begins with: the longest entry, or the shortest. Returns its length, 0 for none.</summary>
    public int Find(ReadOnlySpan<byte> text, bool longest, out ReadOnlySpan<byte> replacement)
    {
        replacement = [];
        var length = 0;
        var place = Offset(_units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            place ^= text[i];
            if (place >= (uint)_units.Length || (_units[place] & 0x800000FF) != text[i])
            {
                break;
            }

            var unit = _units[place];
            place ^= Offset(unit);
            if ((unit & 0x100) != 0)
            {
                if (place >= (uint)_units.Length)
                {
                    break;
                }

                length = i + 1;
                replacement = Replacement(_units[place] & 0x7FFFFFFF);
                if (!longest)
                {
                    break;
                }
            }
        }

        return length;
    }

    /// <summary>Whether a character of ASCII, with nothing after it or with others of ASCII, may become something else.</summary>
    public bool ChangesAscii(byte value)
    {
        Span<byte> text = [value, 0];
        if (Find(text[..1], longest: false, out _) > 0)
        {
            return true;
        }

        for (var next = 0; next < 128; next++)
        {
            text[1] = (byte)next;
            if (Walk(text))
            {
                return true;
            }
        }

        return false;
    }

    // Whether entries go on from these bytes.
    private bool Walk(ReadOnlySpan<byte> text)
    {
        var place = Offset(_units[0]);
        foreach (var value in text)
        {
            place ^= value;
            if (place >= (uint)_units.Length || (_units[place] & 0x800000FF) != value)
            {
                return false;
            }

            place ^= Offset(_units[place]);
        }

        return true;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);

    private ReadOnlySpan<byte> Replacement(uint start)
    {
        var rest = _replacements.AsSpan((int)Math.Min(start, (uint)_replacements.Length));
        var end = rest.IndexOf((byte)0);
        return end < 0 ? rest : rest[..end];
    }
}
