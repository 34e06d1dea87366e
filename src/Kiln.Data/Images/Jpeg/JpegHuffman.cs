namespace Kiln.Data;

/// <summary>
/// A Huffman table. Codes of up to ten bits are looked up at once; where the code and the number that follows it have ten bits together, one
/// look gives run, value and length, which is what most coefficients of a photograph take. Longer codes are found by comparing.
/// </summary>
internal sealed class JpegHuffman
{
    /// <summary>The bits of a look-up: 1,024 entries of 4 bytes stay in the first-level cache for two tables.</summary>
    internal const int LookupBits = 10;

    private readonly byte[] _definition = new byte[16 + 256];
    private readonly int[] _limits = new int[17];
    private readonly int[] _offsets = new int[17];
    private int _definitionLength;

    /// <summary>For the next ten bits: length of the code in bits 8 and up, its symbol below; 0 where the code is longer.</summary>
    internal ushort[] Symbols { get; } = new ushort[1 << LookupBits];

    /// <summary>For the next ten bits: value in bits 16 and up, run of zeros in bits 8 to 15, length of code and number below; 0 where they are longer.</summary>
    internal int[] Coefficients { get; } = new int[1 << LookupBits];

    /// <summary>
    /// Takes a table as the file has it: the number of codes of each length from 1 to 16, then the symbols. Files tend to share their tables,
    /// so one equal to the last is not built again.
    /// </summary>
    /// <returns>False when the lengths do not make a code, or a symbol is none.</returns>
    internal bool Define(ReadOnlySpan<byte> definition, bool dc)
    {
        if (definition.SequenceEqual(_definition.AsSpan(0, _definitionLength)))
        {
            return true;
        }

        _definitionLength = 0;
        Array.Clear(Symbols);
        Array.Clear(Coefficients);
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            var count = definition[length - 1];
            _offsets[length] = 16 + index - code;
            for (var i = 0; i < count; i++, code++, index++)
            {
                var symbol = definition[16 + index];
                if (code >= 1 << length || (dc && symbol > 15))
                {
                    return false;
                }

                if (length <= LookupBits)
                {
                    Enter(code, length, symbol);
                }
            }

            _limits[length] = code << (16 - length);
            code <<= 1;
        }

        definition.CopyTo(_definition);
        _definitionLength = definition.Length;
        return true;
    }

    /// <summary>Takes the next symbol; the buffer must have been filled.</summary>
    /// <returns>The symbol, or −1 where the bits are no code.</returns>
    internal int Decode(ref JpegBits bits)
    {
        int entry = Symbols[(int)(bits.Buffer >> (64 - LookupBits))];
        var length = entry >> 8;
        if (entry == 0)
        {
            entry = DecodeLong((int)(bits.Buffer >> 48), out length);
            if (entry < 0)
            {
                return -1;
            }
        }

        bits.Buffer <<= length;
        bits.Count -= length;
        return entry & 0xFF;
    }

    /// <summary>The symbol of a code of more than ten bits at the top of sixteen, or −1. Codes of one length follow upon those of the lengths before.</summary>
    internal int DecodeLong(int top, out int length)
    {
        for (length = LookupBits + 1; length <= 16; length++)
        {
            if (top < _limits[length])
            {
                return _definition[_offsets[length] + (top >> (16 - length))];
            }
        }

        return -1;
    }

    private void Enter(int code, int length, byte symbol)
    {
        var free = LookupBits - length;
        var first = code << free;
        Symbols.AsSpan(first, 1 << free).Fill((ushort)((length << 8) | symbol));
        var (run, size) = (symbol >> 4, symbol & 15);
        if (size == 0 || size > free)
        {
            return;
        }

        for (var number = 0; number < 1 << size; number++)
        {
            var value = number >> (size - 1) == 0 ? number - (1 << size) + 1 : number;
            var rest = free - size;
            Coefficients.AsSpan(first + (number << rest), 1 << rest).Fill((value << 16) | (run << 8) | (length + size));
        }
    }
}
