using System.Text.Json.Nodes;

namespace Kiln.Tokenizers.Tests;

public class ChatTemplateGoldenTests
{
    [Fact]
    public void Every_feature_of_the_language_gives_what_the_reference_gives()
    {
        var goldens = ChatTemplateGoldens.Read();
        var common = ChatTemplateGoldens.Variables(goldens["common"]!.AsObject());
        var failures = new List<string>();
        foreach (var golden in goldens["small"]!.AsArray())
        {
            var template = golden!["template"]!.GetValue<string>();
            Compare(template, golden, () => ChatTemplate.Parse(template, ChatTemplateGoldens.Options).Render(common).Text, failures);
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Templates_of_published_shapes_give_what_the_reference_gives()
    {
        var goldens = ChatTemplateGoldens.Read();
        var conversations = goldens["conversations"]!.AsObject();
        var extras = goldens["extra"]!.AsArray();
        var failures = new List<string>();
        foreach (var golden in goldens["large"]!.AsArray())
        {
            var template = ChatTemplate.Parse(ChatTemplateGoldens.Template(golden!["file"]!.GetValue<string>()), ChatTemplateGoldens.Options);
            var messages = conversations[golden["conversation"]!.GetValue<string>()]!.AsArray();
            var extra = extras[golden["extra"]!.GetValue<int>()]!.AsObject();
            var variables = ChatTemplateGoldens.Variables(extra);
            variables["bos_token"] = "<s>";
            variables["eos_token"] = "</s>";
            var tools = extra["tools"]?.AsArray();
            var addGenerationPrompt = extra["add_generation_prompt"]?.GetValue<bool>() ?? false;
            Compare($"{golden["file"]} / {golden["conversation"]} / {golden["extra"]}", golden, () => template.Render(messages, tools, addGenerationPrompt, variables), failures);
        }

        failures.ShouldBeEmpty();
    }

    private static void Compare(string name, JsonNode golden, Func<string> render, List<string> failures)
    {
        var expected = golden["expected"]?.GetValue<string>();
        var error = golden["error"]?.GetValue<string>();
        try
        {
            var text = render();
            if (expected is null)
            {
                failures.Add($"{name}\n   gave     {Show(text)}\n   expected the error {error}");
            }
            else if (text != expected)
            {
                failures.Add($"{name}\n   gave     {Show(text)}\n   expected {Show(expected)}");
            }
        }
        catch (ChatTemplateException e)
        {
            if (error is null)
            {
                failures.Add($"{name}\n   failed   {e.Message}\n   expected {Show(expected!)}");
            }
            else if (golden["refused"]!.GetValue<bool>() && (e.Failure != ChatTemplateFailure.Refused || e.Reason != error))
            {
                failures.Add($"{name}\n   failed   {e.Message}\n   expected the refusal {error}");
            }
            else
            {
                e.Line.ShouldBeGreaterThan(0, name);
            }
        }
    }

    private static string Show(string text) => text.Replace("\n", "⏎").Replace("\r", "␍");
}
