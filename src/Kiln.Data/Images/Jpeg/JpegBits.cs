using System.Buffers.Binary;

namespace Kiln.Data;

/// <summary>
/// The bits of an entropy-coded segment, most significant first. A zero byte stuffed behind a byte of ones is left out, and a marker
/// ends the data: from there on zeros are read, and counted, so that the decoder finds out afterwards instead of asking before each bit.
/// </summary>
internal ref struct JpegBits
{
    private readonly ReadOnlySpan<byte> _data;

    internal JpegBits(ReadOnlySpan<byte> data, int at)
    {
        _data = data;
        At = at;
    }

    /// <summary>The next bits, left-aligned; what lies below <see cref="Count"/> bits is zero.</summary>
    internal ulong Buffer { get; set; }

    /// <summary>How many bits the buffer holds.</summary>
    internal int Count { get; set; }

    /// <summary>How many bits at the end of all that was put in the buffer are made up.</summary>
    internal int Padding { get; private set; }

    /// <summary>Where the next byte comes from.</summary>
    internal int At { get; private set; }

    /// <summary>Whether more bits were taken than there are.</summary>
    internal readonly bool Overrun => Count < Padding;

    /// <summary>Whether the file ends where the bits end: it was cut short rather than damaged.</summary>
    internal readonly bool AtEndOfFile => At >= _data.Length - 1;

    /// <summary>Puts at least 32 bits in the buffer: enough for a code of 16 bits and the 15 that may follow it.</summary>
    internal void Fill()
    {
        if (Count >= 32)
        {
            return;
        }

        if (At <= _data.Length - 4)
        {
            // Four bytes at once, unless one of them is 0xFF: adding one to its low seven bits carries into the top one, which is set too.
            var word = BinaryPrimitives.ReadUInt32BigEndian(_data[At..]);
            if ((((word & 0x7F7F7F7F) + 0x01010101) & word & 0x80808080) == 0)
            {
                Buffer |= (ulong)word << (32 - Count);
                Count += 32;
                At += 4;
                return;
            }
        }

        FillByBytes();
    }

    /// <summary>Takes one to sixteen bits; the buffer must hold them.</summary>
    internal int Take(int bits)
    {
        var value = (int)(Buffer >> (64 - bits));
        Buffer <<= bits;
        Count -= bits;
        return value;
    }

    /// <summary>Takes one bit, filling the buffer where need be.</summary>
    internal int TakeBit()
    {
        Fill();
        return Take(1);
    }

    /// <summary>Takes the magnitude bits of a number in category <paramref name="bits"/> (T.81, F.2.2.1): the lower half are the negative ones.</summary>
    internal int TakeNumber(int bits)
    {
        if (bits == 0)
        {
            return 0;
        }

        var value = Take(bits);
        return value >> (bits - 1) == 0 ? value - (1 << bits) + 1 : value;
    }

    /// <summary>Drops what is left of the segment and steps over the restart marker of this number.</summary>
    /// <returns>False when another marker, or none, follows.</returns>
    internal bool TakeRestart(int number)
    {
        (Buffer, Count, Padding) = (0, 0, 0);
        while (At < _data.Length - 1 && !IsMarker(_data[At], _data[At + 1]))
        {
            At++;
        }

        if (At >= _data.Length - 1 || _data[At + 1] != JpegMarker.Restart0 + number)
        {
            return false;
        }

        At += 2;
        return true;
    }

    private static bool IsMarker(byte first, byte second) => first == 0xFF && second is not 0 and not 0xFF;

    private void FillByBytes()
    {
        while (Count <= 56)
        {
            var next = 0;
            if (At >= _data.Length)
            {
                Padding += 8;
            }
            else if (_data[At] != 0xFF)
            {
                next = _data[At++];
            }
            else if (At + 1 < _data.Length && _data[At + 1] == 0)
            {
                next = 0xFF;
                At += 2;
            }
            else if (At + 1 < _data.Length && _data[At + 1] == 0xFF)
            {
                // Markers may be preceded by any number of bytes of ones.
                At++;
                continue;
            }
            else
            {
                Padding += 8;
            }

            Buffer |= (ulong)next << (56 - Count);
            Count += 8;
        }
    }
}
