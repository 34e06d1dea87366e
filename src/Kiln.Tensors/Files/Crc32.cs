namespace Kiln.Tensors;

/// <summary>The cyclic redundancy check of zip and PNG: polynomial 0xEDB88320, reflected, complemented before and after.</summary>
/// <remarks>
/// Eight bytes a step: table <c>k</c> holds the effect of a byte that is followed by <c>k</c> zero bytes, so that eight look-ups are
/// independent of one another. Source: Kounavis and Berry, "A systematic approach to building high performance software-based CRC
/// generators", ISCC 2005.
/// </remarks>
internal static class Crc32
{
    private static readonly uint[] s_tables = MakeTables();

    /// <summary>Continues a check over more bytes; starts from 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = s_tables;
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            var low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            crc = t[1792 + (int)(low & 0xFF)] ^ t[1536 + (int)((low >> 8) & 0xFF)] ^ t[1280 + (int)((low >> 16) & 0xFF)] ^ t[1024 + (int)(low >> 24)]
                ^ t[768 + bytes[4]] ^ t[512 + bytes[5]] ^ t[256 + bytes[6]] ^ t[bytes[7]];
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = t[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = (before >> 8) ^ tables[before & 0xFF];
        }

        return tables;
    }
}
