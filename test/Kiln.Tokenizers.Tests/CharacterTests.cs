using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>
/// What every part that looks characters up makes of each of the 1,112,064, against the reference: hashes of blocks of 4096, which Goldens/make_character_goldens.js made;
/// it also shows what the reference makes of one block.
/// </summary>
public sealed class CharacterTests
{
    private const int Block = 4096, Blocks = 0x110000 / Block;

    private static readonly JsonElement Goldens =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "character_blocks.json"))).RootElement;

    public static TheoryData<string> Parts => [.. Goldens.EnumerateObject().Where(part => part.Name != "patterns").Select(part => part.Name)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_character_becomes_what_the_reference_makes_of_it(string part)
    {
        var (make, expected) = (MakerOf(part), Goldens.Text(part));
        List<string> wrong = [];
        for (var block = 0; block < Blocks; block++)
        {
            if (Hash(make(block)) != expected.Substring(8 * block, 8))
            {
                wrong.Add($"U+{block * Block:X4}");
            }
        }

        wrong.ShouldBeEmpty($"{part}: blocks of {Block} characters from these on; what the reference makes of the first: node make_character_goldens.js '{part}' BLOCK");
    }

    private static Func<int, string> MakerOf(string part)
    {
        TextNormalizer? normalizer = part switch
        {
            "NFC" => new UnicodeNormalizer(UnicodeNormalization.Nfc),
            "NFD" => new UnicodeNormalizer(UnicodeNormalization.Nfd),
            "NFKC" => new UnicodeNormalizer(UnicodeNormalization.Nfkc),
            "NFKD" => new UnicodeNormalizer(UnicodeNormalization.Nfkd),
            "Lowercase" => new LowercaseNormalizer(),
            "StripAccents" => new StripAccentsNormalizer(),
            "Nmt" => new NmtNormalizer(),
            "BERT clean" => Bert(clean: true),
            "BERT Chinese" => Bert(chinese: true),
            "BERT strip" => Bert(strips: true),
            "BERT lower" => Bert(lower: true),
            "BERT" => Bert(true, true, true, true),
            "BERT cased" => Bert(true, true),
            _ => null,
        };
        if (normalizer is not null)
        {
            return block => normalizer.Normalize(string.Join('\n', Characters(block, sparse: false)));
        }

        PreTokenizer? cutter = part switch
        {
            "BertPreTokenizer" => new BertPreTokenizer(),
            "Whitespace" => new WhitespacePreTokenizer(),
            "WhitespaceSplit" => new WhitespaceSplitPreTokenizer(),
            "Digits" => new DigitsPreTokenizer(individualDigits: true),
            "Punctuation" => new PunctuationPreTokenizer(),
            "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
            _ => null,
        };
        if (cutter is null && Goldens.GetProperty("patterns").TryGetProperty(part, out var pattern))
        {
            var split = Split(pattern.GetString()!);
            return block => string.Join('\n', split.Split(string.Concat(Characters(block, sparse: true).Select(Surrounded))));
        }

        cutter ??= Split(part);
        return block => string.Join('\n', cutter.Split(string.Join('a', Characters(block, sparse: false))));
    }

    private static SplitPreTokenizer Split(string pattern) => new(TextPattern.Regex(pattern), SplitBehavior.Isolated);

    private static BertNormalizer Bert(bool clean = false, bool chinese = false, bool strips = false, bool lower = false) =>
        new() { CleanText = clean, HandleChineseCharacters = chinese, StripAccents = strips, Lowercase = lower };

    private static string Surrounded(string character) => $"a{character}A{character}1{character} {character}.{character}'s{character}'{character}\n";

    private static IEnumerable<string> Characters(int block, bool sparse)
    {
        for (var point = block * Block; point < (block + 1) * Block; point++)
        {
            if (Rune.IsValid(point) && !(sparse && IsUniform(point) && point % 61 != 0))
            {
                yield return new Rune(point).ToString();
            }
        }
    }

    // Ideographs, syllables, private characters and what is not assigned.
    private static bool IsUniform(int point) =>
        point is (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xE000 and <= 0xF8FF) or (>= 0x17000 and <= 0x18CFF) or >= 0x20000;

    private static string Hash(string text)
    {
        var hash = 0x811C9DC5u;
        foreach (var value in System.Text.Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ value) * 0x01000193);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
