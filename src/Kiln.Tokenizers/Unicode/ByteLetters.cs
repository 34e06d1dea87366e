using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// The letters that stand for bytes in the vocabularies of byte-level models. The table is GPT-2's: a printable byte of Latin-1 stands for
/// itself; the others take the characters from U+0100 on, in order, so that a space is <c>Ġ</c> (U+0120) and a line feed <c>Ċ</c>.
/// </summary>
internal static class ByteLetters
{
    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Values = MakeValues();

    /// <summary>The letter that stands for a byte.</summary>
    public static char LetterOf(byte value) => Letters[value];

    /// <summary>The byte that a letter stands for, or -1.</summary>
    public static int ByteOf(int codePoint) => (uint)codePoint < (uint)Values.Length ? Values[codePoint] : -1;

    /// <summary>The letters of some bytes.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
        {
            text.Append(Letters[value]);
        }

        return text.ToString();
    }

    /// <summary>Writes the letters of some bytes in UTF-8; returns how many bytes were written, at most twice as many.</summary>
    public static int ToUtf8(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        var written = 0;
        foreach (var value in bytes)
        {
            var letter = Letters[value];
            if (letter < 0x80)
            {
                target[written++] = (byte)letter;
            }
            else
            {
                target[written++] = (byte)(0xC0 | (letter >> 6));
                target[written++] = (byte)(0x80 | (letter & 0x3F));
            }
        }

        return written;
    }

    /// <summary>
    /// Writes the bytes that the letters of a piece stand for; returns how many, never more than the piece has bytes, or -1 when a character
    /// of the piece stands for no byte.
    /// </summary>
    public static int ToBytes(ReadOnlySpan<byte> piece, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < piece.Length;)
        {
            int codePoint = piece[i++];
            if (codePoint >= 0x80)
            {
                // All letters beyond ASCII have two bytes.
                if ((codePoint & 0xE0) != 0xC0 || i == piece.Length)
                {
                    return -1;
                }

                codePoint = ((codePoint & 0x1F) << 6) | (piece[i++] & 0x3F);
            }

            var value = ByteOf(codePoint);
            if (value < 0)
            {
                return -1;
            }

            target[written++] = (byte)value;
        }

        return written;
    }

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        var next = 0x100;
        for (var value = 0; value < 256; value++)
        {
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++;
        }

        return letters;
    }

    private static short[] MakeValues()
    {
        var values = new short[0x144];
        Array.Fill(values, (short)-1);
        for (var value = 0; value < 256; value++)
        {
            values[Letters[value]] = (short)value;
        }

        return values;
    }
}
