using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Files that lack their settings or their normalization have the format's defaults, as in SentencePiece; files that end within a field are refused.</summary>
public class SentencePiecePartTests
{
    private static readonly JsonElement s_goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece_parts.json"))).RootElement;

    public static TheoryData<int> Models => [.. Enumerable.Range(0, s_goldens.GetProperty("models").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Models))]
    public void What_a_file_lacks_has_the_default_that_it_has_in_the_reference(int number)
    {
        var model = s_goldens.GetProperty("models")[number];
        var left = model.Ints("left");
        var data = string.Concat(Fields(TestData.Bytes("sentencepiece/" + model.Text("name"))).Where(field => !left.Contains(field.Number)).Select(field => Convert.ToHexString(field.Bytes)));
        var file = Convert.FromHexString(data);
        var reference = model.GetProperty("reference");
        if (reference.ValueKind == JsonValueKind.Null)
        {
            Should.Throw<TokenizerFormatException>(() => Tokenizer.FromSentencePiece(file));
            return;
        }

        var tokenizer = Tokenizer.FromSentencePiece(file);
        var read = Tokenizer.FromJson(tokenizer.ToJson());
        foreach (var ((text, ids), decoded) in s_goldens.GetProperty("texts").EnumerateArray().Zip(reference.GetProperty("ids").EnumerateArray()).Zip(reference.GetProperty("texts").EnumerateArray()))
        {
            tokenizer.EncodeToIds(text.GetString()!).ShouldBe(ids.Ints(), text.GetString());
            tokenizer.Decode(ids.Ints()).ShouldBe(decoded.GetString(), text.GetString());
            read.EncodeToIds(text.GetString()!).ShouldBe(ids.Ints(), text.GetString());
            read.Decode(ids.Ints()).ShouldBe(decoded.GetString(), text.GetString());
        }

        var roles = tokenizer.Parts.Config.SpecialTokens;
        string[] names = ["bos_token", "eos_token", "unk_token", "pad_token"];
        names.Select(name => roles.TryGetValue(name, out var token) ? tokenizer.TokenToId(token) : -1).ShouldBe(reference.Ints("roles").Select(id => (int?)id));
    }

    [Fact]
    public void A_file_is_taken_where_it_ends_between_fields_and_refused_where_it_ends_within_one()
    {
        var cut = s_goldens.GetProperty("cut");
        var data = TestData.Bytes("sentencepiece/" + cut.Text("name"));
        cut.Ints("places").Where(place => Record.Exception(() => Tokenizer.FromSentencePiece(data.AsSpan(0, place))) switch
        {
            null => true,
            TokenizerFormatException => false,
            var other => throw other,
        }).ShouldBe(cut.Ints("taken"));
    }

    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] data)
    {
        for (var at = 0; at < data.Length;)
        {
            var start = at;
            var number = (int)Next() >> 3;
            at = (int)Next() + at;
            yield return (number, data[start..at]);

            long Next()
            {
                var value = 0L;
                for (var shift = 0; ; shift += 7)
                {
                    value |= (long)(data[at] & 0x7F) << shift;
                    if (data[at++] < 0x80)
                    {
                        return value;
                    }
                }
            }
        }
    }
}
