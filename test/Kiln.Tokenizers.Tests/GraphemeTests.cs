using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Where the normalizer Precompiled finds graphemes, against the reference; Goldens/make_grapheme_goldens.js says how they show.</summary>
public sealed class GraphemeTests
{
    private const int Block = 4096;

    private static readonly JsonElement Goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "graphemes.json"))).RootElement;

    [Fact]
    public void Characters_of_every_kind_beside_each_other_make_the_graphemes_of_the_reference()
    {
        var cases = JsonDocument.Parse(Inflate(Goldens.GetProperty("cases").GetBytesFromBase64())).RootElement;
        var normalizer = new PrecompiledNormalizer(Inflate(Goldens.GetProperty("map").GetBytesFromBase64()));
        List<string> wrong = [];
        foreach (var (text, result) in cases.GetProperty("texts").EnumerateArray().Zip(cases.GetProperty("results").EnumerateArray()))
        {
            if (normalizer.Normalize(text.GetString()!) is var given && given != result.GetString())
            {
                wrong.Add($"{string.Join(' ', text.GetString()!.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"))}: '{given}' instead of '{result.GetString()}'");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_character_belongs_to_the_one_before_where_it_does_in_the_reference()
    {
        var normalizer = new PrecompiledNormalizer(Inflate(Goldens.GetProperty("map").GetBytesFromBase64()));
        string[] before = [.. Goldens.GetProperty("short").EnumerateArray().Select(item => item.GetString()!)];
        List<string> wrong = [];
        for (var block = 0; block < 0x110000 / Block; block++)
        {
            var text = string.Join('|', Enumerable.Range(block * Block, Block).Where(Rune.IsValid).SelectMany(point => before.Select(head => head + new Rune(point))));
            if (Hash(normalizer.Normalize(text)) != Goldens.Text("blocks").Substring(8 * block, 8))
            {
                wrong.Add($"U+{block * Block:X4}");
            }
        }

        wrong.ShouldBeEmpty($"blocks of {Block} characters from these on");
    }

    private static byte[] Inflate(byte[] data)
    {
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var result = new MemoryStream();
        stream.CopyTo(result);
        return result.ToArray();
    }

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
