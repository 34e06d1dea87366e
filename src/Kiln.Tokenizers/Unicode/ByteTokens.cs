namespace Kiln.Tokenizers;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, which models with byte fallback use for characters that they do not have.</summary>
internal static class ByteTokens
{
    /// <summary>The token of a byte, in UTF-8: six bytes.</summary>
    public static byte[] Of(byte value) => System.Text.Encoding.ASCII.GetBytes($"<0x{value:X2}>");

    /// <summary>Reads a token of the form <c>&lt;0x0A&gt;</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> token, out byte value)
    {
        value = 0;
        if (token.Length != 6 || !token.StartsWith("<0x"u8) || token[5] != (byte)'>')
        {
            return false;
        }

        var (high, low) = (HexDigit(token[3]), HexDigit(token[4]));
        value = (byte)((high << 4) | low);
        return (high | low) >= 0;
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
