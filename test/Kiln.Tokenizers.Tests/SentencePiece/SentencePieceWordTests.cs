using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

public class SentencePieceWordTests
{
    private static readonly JsonElement s_goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece_words.json"))).RootElement;

    public static TheoryData<string> Models => [.. s_goldens.GetProperty("models").EnumerateArray().Select(model => model.Text("name"))];

    [Theory]
    [MemberData(nameof(Models))]
    public void Ids_and_texts_are_those_of_the_reference(string name)
    {
        var (model, tokenizer) = Load(name);
        var failures = new List<string>();
        foreach (var ((text, ids), decoded) in Texts().Zip(model.GetProperty("ids").EnumerateArray()).Zip(model.GetProperty("texts").EnumerateArray()))
        {
            if (text == "<s>" && ids.GetArrayLength() == 0)
            {
                // The reference fails where a word reads like a control symbol; here it is unknown.
                continue;
            }

            var given = tokenizer.EncodeToIds(text);
            if (!given.SequenceEqual(ids.Ints()))
            {
                failures.Add($"'{text}' gave {string.Join(' ', given)}, not {string.Join(' ', ids.Ints())}");
            }

            // An unknown piece decodes to nothing here and to a sign there; marks that a text has are spaces afterwards.
            if (!ids.Ints().Contains(0) && !text.Contains('▁', StringComparison.Ordinal) && !name.Contains("behind", StringComparison.Ordinal) && tokenizer.Decode(ids.Ints()) != decoded.GetString())
            {
                failures.Add($"'{text}' came back as '{tokenizer.Decode(ids.Ints())}', not '{decoded.GetString()}'");
            }
        }

        failures.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Offsets_cover_the_words(string name)
    {
        var (_, tokenizer) = Load(name);
        foreach (var text in Texts())
        {
            var encoding = tokenizer.Encode(text);
            encoding.Ids.ToArray().ShouldBe(tokenizer.EncodeToIds(text));
            tokenizer.CountTokens(text).ShouldBe(encoding.Ids.Length);
            var last = 0;
            foreach (var offset in encoding.Offsets)
            {
                offset.Start.ShouldBeGreaterThanOrEqualTo(last);
                offset.End.ShouldBeInRange(offset.Start, text.Length);
                last = offset.Start;
            }
        }
    }

    // tokenizer.json has no place for symbols of the user, nor for marks behind words.
    public static TheoryData<string> Saved => [.. s_goldens.GetProperty("models").EnumerateArray().Select(model => model.Text("name"))
        .Where(name => !name.Contains("behind", StringComparison.Ordinal) && !name.Contains("symbol", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Saved))]
    public void A_saved_tokenizer_json_gives_the_same_ids_of_what_it_knows(string name)
    {
        var (model, tokenizer) = Load(name);
        if (name == "words and bytes")
        {
            Should.Throw<TokenizerException>(() => tokenizer.ToJson()).Message.ShouldContain("keep the .model file");
            return;
        }

        var read = Tokenizer.FromJson(tokenizer.ToJson());
        foreach (var (text, ids) in Texts().Zip(model.GetProperty("ids").EnumerateArray()).Where(item => !item.Second.Ints().Contains(0)))
        {
            if (!text.Contains('<', StringComparison.Ordinal))
            {
                read.EncodeToIds(text).ShouldBe(ids.Ints(), text);
            }
        }
    }

    private static IEnumerable<string> Texts() => s_goldens.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!);

    private static (JsonElement Model, Tokenizer Tokenizer) Load(string name)
    {
        var model = s_goldens.GetProperty("models").EnumerateArray().Single(item => item.Text("name") == name);
        return (model, Tokenizer.FromSentencePiece(model.GetProperty("model").GetBytesFromBase64()));
    }
}
