using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>The published names of tiktoken say how texts are cut and which special tokens there are. Goldens/make_tiktoken_goldens.js reads them from tiktoken's own package.</summary>
public sealed class TiktokenTests
{
    [Fact]
    public void Published_names_have_the_patterns_and_special_tokens_of_the_reference()
    {
        var goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "tiktoken.json"))).RootElement;
        foreach (var name in goldens.EnumerateObject())
        {
            var file = name.Name + ".tiktoken";
            TokenizerFiles.PatternOf(file).ShouldBe(name.Value.Text("pattern"), name.Name);
            TokenizerFiles.SpecialTokensOf(file).ShouldBe(
                name.Value.GetProperty("special").EnumerateObject().Select(token => (token.Name, token.Value.GetInt32())), ignoreOrder: true, customMessage: name.Name);
        }
    }

    [Fact]
    public void Harmony_adds_its_marks_to_o200k_and_no_id_stands_for_two()
    {
        var special = TokenizerFiles.SpecialTokensOf("o200k_harmony.tiktoken");
        special.Select(token => token.Id).Distinct().Count().ShouldBe(special.Length);
        special.ShouldContain(("<|start|>", 200006));
        special.ShouldContain(("<|message|>", 200008));
        special.ShouldContain(("<|end|>", 200007));
        special.ShouldContain(("<|endofprompt|>", 200018));
        special.Max(token => token.Id).ShouldBe(201087);
    }
}
