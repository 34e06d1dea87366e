namespace Kiln.Tokenizers;

/// <summary>Numbers as the tables of Unicode data hold them: seven bits a byte, the low ones first.</summary>
internal static class PackedNumbers
{
    /// <summary>Reads a number.</summary>
    public static int Next(ReadOnlySpan<byte> data, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = data[at++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
