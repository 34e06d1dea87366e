using System.Text;
using FsCheck;
using FsCheck.Fluent;

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

    /// <summary>Strings of any UTF-16 units: lone surrogates in any order beside pairs, and beside the Hangul whose UTF-8 begins as theirs does.</summary>
    public static Arbitrary<string> AnyUnits { get; } = Arb.From(
        Gen.OneOf(
            Gen.Choose(0xD800, 0xDFFF).Select(unit => ((char)unit).ToString()),
            Gen.Elements("\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE00"),
            Gen.Choose(0xD000, 0xD7FF).Select(unit => ((char)unit).ToString()),
            Gen.Choose(0x20, 0x7E).Select(unit => ((char)unit).ToString()),
            Gen.Choose(0, 0xFFFF).Select(unit => ((char)unit).ToString()),
            Gen.Elements(Parts))
        .ListOf().Select(parts => string.Concat(parts)), text => Enumerable.Range(0, text.Length).Select(at => text.Remove(at, 1)));

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
