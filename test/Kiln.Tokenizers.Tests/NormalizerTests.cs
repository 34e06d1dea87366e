using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Normalization against that of .NET, and the single pass of BERT against its four steps.</summary>
public sealed class NormalizerTests
{
    [Theory]
    [InlineData(UnicodeNormalization.Nfc, NormalizationForm.FormC)]
    [InlineData(UnicodeNormalization.Nfd, NormalizationForm.FormD)]
    [InlineData(UnicodeNormalization.Nfkc, NormalizationForm.FormKC)]
    [InlineData(UnicodeNormalization.Nfkd, NormalizationForm.FormKD)]
    public void Forms_are_those_of_the_platform(UnicodeNormalization form, NormalizationForm reference)
    {
        Assert.SkipWhen("é".Normalize(NormalizationForm.FormD).Length == 1, "the platform runs without Unicode normalization");
        var normalizer = new UnicodeNormalizer(form);
        var random = new Random(10);
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomText.WellFormed(random, 10) + Marks(random);

            // The platform may know characters that the data here, of Unicode 9, does not.
            text = string.Concat(text.EnumerateRunes().Where(rune => UnicodeCategories.Nine.Of(rune.Value) != (byte)UnicodeCategory.OtherNotAssigned).Select(rune => rune.ToString()));
            normalizer.Normalize(text).ShouldBe(text.Normalize(reference), text);
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Berts_single_pass_gives_what_its_steps_give(bool lowercase, bool strips)
    {
        var once = new BertNormalizer { CleanText = false, HandleChineseCharacters = false, Lowercase = lowercase, StripAccents = strips };
        TextNormalizer[] parts = strips ? [new UnicodeNormalizer(UnicodeNormalization.Nfd), new StripAccentsNormalizer()] : [];
        var steps = new SequenceNormalizer(lowercase ? [.. parts, new LowercaseNormalizer()] : parts);
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomText.WellFormed(random, 30) + Marks(random) + "Some longer ASCII text, so that whole Blocks are taken. " + RandomText.WellFormed(random, 10);
            text = string.Concat(text.EnumerateRunes().Where(rune => !HasUnalikeMark(rune)));
            once.Normalize(text).ShouldBe(steps.Normalize(text), text);
        }
    }

    [Fact]
    public void Replace_prepend_and_strip_do_what_they_say()
    {
        new ReplaceNormalizer(TextPattern.Regex(@"\s{2,}"), "_").Normalize("a  b c   ").ShouldBe("a_b c_");
        new PrependNormalizer("▁").Normalize("").ShouldBe("");
        new PrependNormalizer("▁").Normalize("a").ShouldBe("▁a");
        new StripNormalizer().Normalize(" \u3000a b\n").ShouldBe("a b");
        new StripNormalizer(left: false).Normalize("  ").ShouldBe("");
        new NmtNormalizer().Normalize("a\u200Bb\u0001\tc").ShouldBe("a b c");
    }

    private static bool HasUnalikeMark(Rune rune) => rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes()
        .Any(part => IsUnalike(part.Value));

    // StripAccents leaves out all marks as of Unicode 9, BERT those as of Unicode 8 that take no space.
    private static bool IsUnalike(int point) => UnicodeCategories.Nine.Is(point, CodePoints.Marks) != UnicodeCategories.Eight.Is(point, CodePoints.NonSpacingMarks);

    private static string Marks(Random random)
    {
        // Marks in any order, Hangul letters, composites that fall apart: the hard cases of ordering and composing.
        int[] points = [0x41, 0x61, 0x65, 0xC5, 0x1EA5, 0x300, 0x301, 0x323, 0x327, 0x345, 0x5B0, 0x5BC, 0x302E, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x2126, 0x1E9B, 0x110, 0xF71, 0xF72, 0x3099, 0x304B];
        return string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => ((char)points[random.Next(points.Length)]).ToString()));
    }
}
