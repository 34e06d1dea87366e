using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Models whose marks end words.</summary>
public class SentencePieceSuffixTests
{
    private static readonly JsonElement s_goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece_suffix.json"))).RootElement;

    public static TheoryData<string> Models => [.. s_goldens.GetProperty("models").EnumerateArray().Select(model => model.Text("name"))];

    [Theory]
    [MemberData(nameof(Models))]
    public void The_last_mark_is_there_whatever_spaces_a_text_begins_with(string name)
    {
        var model = s_goldens.GetProperty("models").EnumerateArray().Single(item => item.Text("name") == name);
        var tokenizer = Tokenizer.FromSentencePiece(model.GetProperty("model").GetBytesFromBase64());
        var read = Tokenizer.FromJson(tokenizer.ToJson());
        var texts = s_goldens.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!);
        foreach (var ((text, ids), decoded) in texts.Zip(model.GetProperty("ids").EnumerateArray()).Zip(model.GetProperty("texts").EnumerateArray()))
        {
            tokenizer.EncodeToIds(text).ShouldBe(ids.Ints(), text);
            read.EncodeToIds(text).ShouldBe(ids.Ints(), text);
            tokenizer.Decode(ids.Ints()).ShouldBe(decoded.GetString(), text);
            var encoding = tokenizer.Encode(text);
            encoding.Ids.ToArray().ShouldBe(ids.Ints(), text);
            foreach (var offset in encoding.Offsets)
            {
                offset.End.ShouldBeInRange(offset.Start, text.Length, text);
            }
        }
    }

    [Fact]
    public void What_others_read_of_a_saved_one_puts_the_mark_at_the_end_too()
    {
        var model = s_goldens.GetProperty("models").EnumerateArray().Single(item => item.Text("name") == "unigram");
        var tokenizer = Tokenizer.FromSentencePiece(model.GetProperty("model").GetBytesFromBase64());
        var json = System.Text.Json.Nodes.JsonNode.Parse(tokenizer.ToJson())!;
        json["normalizer"]!.AsObject().Remove("sentencepiece").ShouldBeTrue();
        json["decoder"]!.AsObject().Remove("sentencepiece").ShouldBeTrue();
        var read = Tokenizer.FromJson(Encoding.UTF8.GetBytes(json.ToJsonString()));
        foreach (var text in (string[])["", " ", "a", " a", "   the", "  the  cat  ", "the\ncat  sat"])
        {
            read.EncodeToIds(text).ShouldBe(tokenizer.EncodeToIds(text), text);
        }
    }
}
