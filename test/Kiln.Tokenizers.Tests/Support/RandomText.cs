using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Random texts that hit the edges of patterns and encodings: letters of many scripts, digits, signs, all kinds of white space, marks, emoji, lone surrogates.</summary>
internal static class RandomText
{
    private static readonly string[] Parts =
    [
        " ", "  ", "   ", "\n", "\r\n", "\r", "\t", "\u00A0", "\u3000", "\u2028", "\u0085", "\v", "a", "B", "the", "Hello", "WORLD", "camelCase", "HTTPServer", "'s", "'S", "'ll", "'LL",
        "'re", "'Ve", "'", "'ſ", "''", "1", "12", "1234567", "٣", "½", "Ⅷ", "²", ".", "...", "!?", "/", "//\n", "-", "_", "#", "$", "€", "+=", "é", "e\u0301", "\u0301", "\u0308", "ß", "ǅ", "ʰ",
        "İ", "я", "Привет", "ЖЖж", "中", "中文字符", "日本語", "ひらがな", "カタカナ", "한국어", "각", "ไทย", "हिन्दी", "שלום", "العربية", "😀", "👩‍👩‍👧", "🇩🇪", "𝔘", "𐐀", "\u200B", "\u200D", "\uFEFF", "\uFFFD",
        "\0", "\u0007", "<|endoftext|>", "[MASK]", "[CLS]", "▁", "Ġ", "<0x41>", "##",
    ];

    /// <summary>A text without lone surrogates.</summary>
    public static string WellFormed(Random random, int parts)
    {
        var text = new StringBuilder();
        for (var i = random.Next(parts + 1); i > 0; i--)
        {
            if (random.Next(8) == 0)
            {
                int point;
                do
                {
                    point = random.Next(3) == 0 ? random.Next(0x110000) : random.Next(0x3000);
                }
                while (!Rune.IsValid(point));
                text.Append(new Rune(point));
            }
            else
            {
                text.Append(Parts[random.Next(Parts.Length)]);
            }
        }

        return text.ToString();
    }
}
