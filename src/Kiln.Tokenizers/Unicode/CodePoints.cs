using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Classes of characters as regular expressions know them, as of Unicode 16, looked up in pages of 256 that are made when first needed; and characters in UTF-8.
/// </summary>
internal static class CodePoints
{
    /// <summary>Set in <see cref="Info"/> for the characters of the property White_Space, which <c>\s</c> means.</summary>
    public const byte Space = 0x20;

    /// <summary>Categories as bits, 1 shifted by the category's number.</summary>
    public const uint Letters = 0x1F, Marks = 0x7 << 5, Numbers = 0x7 << 8, DecimalDigits = 1 << 8, LetterNumbers = 1 << 9, NonSpacingMarks = 1 << 5,
        UpperLetters = 0b101, LowerLetters = 0b10, CaselessLetters = 0b11000,
        Punctuations = 0x7Fu << (int)UnicodeCategory.ConnectorPunctuation, Symbols = 0xFu << (int)UnicodeCategory.MathSymbol,
        Controls = 1u << (int)UnicodeCategory.Control | 1u << (int)UnicodeCategory.Format | 1u << (int)UnicodeCategory.PrivateUse
            | 1u << (int)UnicodeCategory.Surrogate;

    private static readonly byte[]?[] Pages = new byte[]?[0x1100];

    /// <summary>A character's category (five bits), and <see cref="Space"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Info(int codePoint) => (Pages[codePoint >> 8] ?? MakePage(codePoint >> 8))[codePoint & 0xFF];

    public static bool IsSpace(int codePoint) => (Info(codePoint) & Space) != 0;

    /// <summary>Whether a character's category is one of those whose bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(int codePoint, uint categories) => (categories >> (Info(codePoint) & 0x1F) & 1) != 0;

    /// <summary>
    /// Whether a character belongs to words as regular expressions know them (<c>\w</c>, Unicode Technical Standard 18): alphabetic ones (the letters
    /// in circles and squares among them), marks, decimal digits, connectors and joiners.
    /// </summary>
    public static bool IsWord(int codePoint) =>
        Is(codePoint, Letters | Marks | DecimalDigits | LetterNumbers | 1u << (int)UnicodeCategory.ConnectorPunctuation)
        || codePoint is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary>Whether a character is punctuation as BERT knows it: all signs of ASCII, and the category as of Unicode 8.</summary>
    public static bool IsPunctuation(int codePoint) => codePoint < 0x80
        ? codePoint is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : UnicodeCategories.Eight.Is(codePoint, Punctuations);

    /// <summary>Whether a character is numeric as of Unicode 17: a digit, a letter number such as Ⅷ, or another such as ½.</summary>
    public static bool IsNumeric(int codePoint) => UnicodeCategories.Seventeen.Is(codePoint, Numbers);

    /// <summary>
    /// The character at a place in valid UTF-8 and its length. Never reads beyond the character, which the text is known to hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ref byte text, out int length)
    {
        int first = text;
        if (first < 0x80)
        {
            length = 1;
            return first;
        }

        return DecodeLong(ref text, first, out length);
    }

    /// <summary>Writes a character in UTF-8, or a lone surrogate by the same rule; returns its length.</summary>
    public static int Encode(int codePoint, Span<byte> target) =>
        Rune.TryCreate(codePoint, out var rune) ? rune.EncodeToUtf8(target) : GeneralizedUtf8.FromUtf16([(char)codePoint], target);

    private static int DecodeLong(ref byte text, int first, out int length)
    {
        var second = Unsafe.Add(ref text, 1) & 0x3F;
        if (first < 0xE0)
        {
            length = 2;
            return ((first & 0x1F) << 6) | second;
        }

        var third = Unsafe.Add(ref text, 2) & 0x3F;
        if (first < 0xF0)
        {
            length = 3;
            return ((first & 0x0F) << 12) | (second << 6) | third;
        }

        length = 4;
        return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (Unsafe.Add(ref text, 3) & 0x3F);
    }

    // The property White_Space, to which nothing is added any more.
    private static bool IsWhiteSpace(int codePoint) => codePoint is
        (>= 0x09 and <= 0x0D) or 0x20 or 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;

    private static byte[] MakePage(int page)
    {
        var infos = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            var codePoint = (page << 8) | i;
            infos[i] = (byte)(UnicodeCategories.Sixteen.Of(codePoint) | (IsWhiteSpace(codePoint) ? Space : 0));
        }

        Volatile.Write(ref Pages[page], infos);
        return infos;
    }
}
