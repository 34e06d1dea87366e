using System.Text;
using System.Text.Json.Nodes;

namespace Kiln.Tokenizers.Tests;

/// <summary>
/// Files of random components, as Hugging Face's tokenizers save them, against what these make of random texts: every normalizer, pre-tokenizer, model,
/// post-processor, decoder and flag of the schema, alone and together. Goldens/make_pipeline_goldens.js makes them, any number for a search.
/// </summary>
public sealed class PipelineTests
{
    [Theory]
    [InlineData("pipelines.json")]
    [InlineData("edge_pipelines.json")]
    [InlineData("added_pipelines.json")]
    public void Random_pipelines_give_what_the_reference_gives(string goldens)
    {
        var (wrong, report) = (0, new StringBuilder());
        var (models, cases) = Read(goldens);
        foreach (var item in cases)
        {
            var (file, tokenizer) = Load(models, item!);
            foreach (var text in item!["texts"]!.AsArray())
            {
                if (Difference(tokenizer, text!) is { } difference && ++wrong <= 40)
                {
                    report.AppendLine(difference).AppendLine($"  {Shown(text!["first"])} | {Shown(text["second"])}").AppendLine($"  {Describe(file)}");
                }
            }
        }

        wrong.ShouldBe(0, report.ToString());
    }

    [Fact]
    public void Random_ids_decode_to_what_the_reference_gives()
    {
        var (wrong, report) = (0, new StringBuilder());
        var (models, cases) = Read("decoding_pipelines.json");
        foreach (var item in cases)
        {
            var (file, tokenizer) = Load(models, item!);
            foreach (var ids in item!["decoded"]!.AsArray())
            {
                if ((Decoded(tokenizer, ids!, 0) ?? Decoded(tokenizer, ids!, 1)) is { } difference && ++wrong <= 40)
                {
                    report.AppendLine(difference).AppendLine($"  {Describe(file)}");
                }
            }
        }

        wrong.ShouldBe(0, report.ToString());
    }

    [Theory]
    [InlineData("pipelines.json")]
    [InlineData("edge_pipelines.json")]
    [InlineData("added_pipelines.json")]
    [InlineData("decoding_pipelines.json")]
    public void Files_are_saved_as_the_reference_saves_them(string goldens)
    {
        var (models, cases) = Read(goldens);
        foreach (var item in cases)
        {
            var (file, tokenizer) = Load(models, item!);
            var saved = JsonNode.Parse(tokenizer.ToJson())!;
            foreach (var (name, value) in file.AsObject())
            {
                JsonNode.DeepEquals(saved[name], value).ShouldBeTrue($"{name}: {saved[name]?.ToJsonString()} instead of {value?.ToJsonString()}");
            }

            saved.AsObject().Count.ShouldBe(file.AsObject().Count);
        }
    }

    private static (JsonArray Models, JsonArray Cases) Read(string goldens)
    {
        var node = JsonNode.Parse(File.ReadAllBytes(Environment.GetEnvironmentVariable("KILN_PIPELINES") ?? Path.Combine(AppContext.BaseDirectory, "Goldens", goldens)))!;
        return (node["models"]!.AsArray(), node["cases"]!.AsArray());
    }

    private static (JsonNode File, Tokenizer Tokenizer) Load(JsonArray models, JsonNode item)
    {
        var file = item.DeepClone();
        file.AsObject().Remove("texts");
        file.AsObject().Remove("decoded");
        file["model"] = models[(int)item["model"]!]!.DeepClone();
        var json = file.ToJsonString();
        if (json.Contains("\"@map\"", StringComparison.Ordinal))
        {
            json = json.Replace("@map", Convert.ToBase64String(SentencePieceFile.Read(TestData.Bytes("sentencepiece/spiece.model")).CharacterMap), StringComparison.Ordinal);
            file = JsonNode.Parse(json)!;
        }

        return (file, Tokenizer.FromJson(json));
    }

    private static string? Difference(Tokenizer tokenizer, JsonNode text)
    {
        var options = new EncodeOptions { AddSpecialTokens = (bool)text["specials"]!, Unit = OffsetUnit.CodePoints };
        TokenEncoding encoding;
        try
        {
            var (first, second) = ((string)text["first"]!, (string?)text["second"]);
            encoding = second is null ? tokenizer.Encode(first, options) : tokenizer.Encode(first, second, options);
        }
        catch (TokenizerException e)
        {
            return text["error"] is null ? $"refused: {e.Message}" : null;
        }

        if (text["error"] is { } error)
        {
            return $"not refused: {error}";
        }

        return Differs("ids", encoding.Ids) ?? Differs("types", encoding.TypeIds) ?? Differs("words", encoding.WordIds) ?? Differs("special", encoding.SpecialTokensMask)
            ?? Differs("attention", encoding.AttentionMask) ?? Differs("sequences", encoding.SequenceIds)
            ?? Differs("offsets", [.. encoding.Offsets.ToArray().SelectMany(offset => new[] { offset.Start, offset.End })])
            ?? (text["overflow"] is null ? null : encoding.Overflowing.Count != text["overflow"]!.AsArray().Count ? $"overflow: {encoding.Overflowing.Count} parts, {string.Join(" ", encoding.Overflowing.Select(part => "[" + string.Join(",", part.Ids.ToArray()) + "]"))}, instead of {text["overflow"]!.ToJsonString()}"
                : encoding.Overflowing.Select((part, i) => Compare("overflow", part.Ids, text["overflow"]![i]!)).FirstOrDefault(found => found is not null))
            ?? Decoded(tokenizer, text, 0) ?? Decoded(tokenizer, text, 1);

        string? Differs(string name, ReadOnlySpan<int> given) => text[name] is { } expected ? Compare(name, given, expected) : null;
    }

    private static string? Decoded(Tokenizer tokenizer, JsonNode item, int skips)
    {
        var (given, expected) = (tokenizer.Decode((int[])[.. item["ids"]!.AsArray().Select(id => (int)id!)], skipSpecialTokens: skips == 1, cleanUpSpaces: false), (string)item["decoded"]![skips]!);
        return given == expected ? null : $"decoded: '{Shown(given)}' instead of '{Shown(expected)}' of {item["ids"]!.ToJsonString()}";
    }

    private static string? Compare(string name, ReadOnlySpan<int> given, JsonNode expected)
    {
        int[] wanted = [.. expected.AsArray().Select(value => (int)value!)];
        return given.SequenceEqual(wanted) ? null : $"{name}: [{string.Join(",", given.ToArray())}] instead of [{string.Join(",", wanted)}]";
    }

    private static string Shown(JsonNode? text) => text?.ToJsonString() ?? "";

    private static string Describe(JsonNode file)
    {
        var shown = file.DeepClone();
        var model = shown["model"]!.AsObject();
        model.Remove("vocab");
        model.Remove("merges");
        var json = shown.ToJsonString();
        return json.Length > 4000 ? System.Text.RegularExpressions.Regex.Replace(json, "[A-Za-z0-9+/=]{1000,}", "@map") : json;
    }
}
