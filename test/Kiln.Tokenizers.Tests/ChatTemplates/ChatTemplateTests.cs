using System.Text.Json.Nodes;

namespace Kiln.Tokenizers.Tests;

public class ChatTemplateTests
{
    private static readonly ChatMessage[] s_messages = [new("system", "Be brief."), new("user", "Hi"), new("assistant", "Hello!")];

    private static string Render(string template, object? value = null) =>
        ChatTemplate.Parse(template).Render(new Dictionary<string, object?> { ["value"] = value }).Text;

    [Fact]
    public void Every_filter_of_Jinja_is_there()
    {
        const string Names = "abs attr batch capitalize center count d default dictsort e escape filesizeformat first float forceescape format groupby indent int items join last length list lower map "
            + "max min pprint random reject rejectattr replace reverse round safe select selectattr slice sort string striptags sum title tojson trim truncate unique upper urlencode urlize wordcount "
            + "wordwrap xmlattr";
        Names.Split(' ').Where(name => TemplateFilters.Find(name) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Random_items_repeat_with_the_same_draws()
    {
        var template = ChatTemplate.Parse("{{ range(1000)|random }}", new ChatTemplateOptions { Random = new Random(5) });
        var again = ChatTemplate.Parse("{{ range(1000)|random }}", new ChatTemplateOptions { Random = new Random(5) });
        string[] drawn = [.. Enumerable.Range(0, 5).Select(_ => template.Render([]))];
        drawn.ShouldBe(Enumerable.Range(0, 5).Select(_ => again.Render([])));
        drawn.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Messages_tools_and_variables_reach_the_template()
    {
        var template = ChatTemplate.Parse("{{ bos_token }}{% for m in messages %}[{{ m.role }}:{{ m.content }}{{ m.name }}]{% endfor %}{{ tools | tojson }}{{ style }}{% if add_generation_prompt %}>{% endif %}",
            new ChatTemplateOptions { Variables = new Dictionary<string, object?> { ["bos_token"] = "<s>", ["style"] = "plain" } });
        var tools = new JsonArray(new JsonObject { ["name"] = "now", ["strict"] = true });
        var messages = s_messages.Append(new ChatMessage("tool", null) { Properties = new Dictionary<string, object?> { ["name"] = "now", ["content"] = new[] { "a", "b" } } });
        template.Render(messages, tools, addGenerationPrompt: true, new Dictionary<string, object?> { ["style"] = "bold" })
            .ShouldBe("<s>[system:Be brief.][user:Hi][assistant:Hello!][tool:['a', 'b']now][{\"name\": \"now\", \"strict\": true}]bold>");
        template.Render(s_messages).ShouldBe("<s>[system:Be brief.][user:Hi][assistant:Hello!]nullplain");
        template.Render(new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "x", ["name"] = 3 })).ShouldBe("<s>[user:x3]nullplain");
    }

    [Fact]
    public void Objects_of_a_program_become_values_of_templates()
    {
        Render("{{ value }}", new object?[] { 1, 2L, (short)3, 1.5f, 2.5m, 'c', "s", null, true, new[] { 1, 2 } }).ShouldBe("[1, 2, 3, 1.5, 2.5, 'c', 's', None, True, [1, 2]]");
        Render("{{ value.a.b }}", new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = 7 } }).ShouldBe("7");
        Render("{{ value }}", JsonNode.Parse("""{"i": 3, "f": 3.0, "e": 1e2, "big": 123456789012345678901, "n": null}""")).ShouldBe("{'i': 3, 'f': 3.0, 'e': 100.0, 'big': 1.2345678901234568e+20, 'n': None}");
        Render("{{ value['x'] }}{{ value|length }}", new JsonObject { ["x"] = JsonValue.Create(5), ["y"] = JsonValue.Create(2.5) }).ShouldBe("52");
        Should.Throw<ArgumentException>(() => Render("{{ value }}", new Version(1, 2))).Message.ShouldContain("Version");
        var loop = new List<object?>();
        loop.Add(loop);
        Should.Throw<ArgumentException>(() => Render("{{ value }}", loop)).Message.ShouldContain("holds itself");
    }

    [Fact]
    public void Generated_parts_are_marked()
    {
        var template = ChatTemplate.Parse("{% for m in messages %}<{{ m.role }}>{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% endgeneration %}{% else %}{{ m.content }}{% endif %}\n{% endfor %}");
        var rendering = template.RenderParts([.. s_messages, new("user", "Bye 👋"), new("assistant", "See you")]);
        rendering.Generated.Select(range => rendering.Text[range]).ShouldBe(["Hello!", "See you"]);
    }

    [Fact]
    public void Errors_show_the_place()
    {
        var error = Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("first\n{% for m in messages %}\n  {{ m.rol.upper() }}\n{% endfor %}").Render(s_messages));
        error.Failure.ShouldBe(ChatTemplateFailure.Evaluation);
        (error.Line, error.Column).ShouldBe((3, 11));
        error.Reason.ShouldBe("'dict object' has no attribute 'rol'; it has 'role', 'content'");
        error.Message.ShouldBe("chat template: line 3, column 11: 'dict object' has no attribute 'rol'; it has 'role', 'content'\n      {{ m.rol.upper() }}\n              ^");
    }

    [Theory]
    [InlineData("{{ a.b.c }}", ChatTemplateFailure.Evaluation, "'a' is undefined")]
    [InlineData("{% if x %}", ChatTemplateFailure.Syntax, "the template ends before '{% elif %}' or '{% else %}' or '{% endif %}'")]
    [InlineData("{{ x | uper }}", ChatTemplateFailure.Syntax, "there is no filter 'uper'; there are abs, attr")]
    [InlineData("{{ x is strin }}", ChatTemplateFailure.Syntax, "there is no test 'strin'; there are !=")]
    [InlineData("{% include 'x' %}", ChatTemplateFailure.Syntax, "'include' needs other templates")]
    [InlineData("{% fro x in y %}", ChatTemplateFailure.Syntax, "there is no statement 'fro'")]
    [InlineData("{{ 'a' + 1 }}", ChatTemplateFailure.Evaluation, "'+' does not take str and int; '~' joins anything as text")]
    [InlineData("{{ [].append(1) }}", ChatTemplateFailure.Evaluation, "'append' would change a list")]
    [InlineData("{{ 'x'.split(separator=1) }}", ChatTemplateFailure.Evaluation, "split has no argument 'separator'; it has sep, maxsplit")]
    [InlineData("{{ raise_exception('No!') }}", ChatTemplateFailure.Refused, "No!")]
    [InlineData("{{ 9223372036854775807 + 1 }}", ChatTemplateFailure.Evaluation, "beyond the integers of 64 bits")]
    [InlineData("{{ (x, y] }}", ChatTemplateFailure.Syntax, "unexpected ']'; ')' is expected first")]
    public void Errors_teach(string template, ChatTemplateFailure failure, string reason)
    {
        var error = Should.Throw<ChatTemplateException>(() => Render(template));
        error.Failure.ShouldBe(failure);
        error.Reason.ShouldStartWith(reason.Split(';')[0] is var first && reason.Contains("beyond") ? "'+' of" : first);
        error.Reason.ShouldContain(reason);
    }

    [Fact]
    public void Long_lines_are_shown_around_the_place()
    {
        var error = Should.Throw<ChatTemplateException>(() => Render(new string('a', 500) + "{{ nothing.at.all }}" + new string('b', 500)));
        var lines = error.Message.Split('\n');
        lines[1].Length.ShouldBeLessThan(140);
        lines[1][lines[2].IndexOf('^')].ShouldBe('.');
    }

    [Fact]
    public void Lone_surrogates_pass_through() =>
        Render("{{ value }}|{{ value[0] }}|{{ value|length }}|{{ value|upper }}|{{ [value] }}", "\ud83da\udc69").ShouldBe("\ud83da\udc69|\ud83d|3|\ud83dA\udc69|['\\ud83da\\udc69']");

    [Fact]
    public async Task One_template_serves_many_threads()
    {
        var template = ChatTemplate.Parse(ChatTemplateGoldens.Template("thinking.jinja"));
        var expected = template.Render(s_messages);
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => template.Render(s_messages))));
        results.ShouldAllBe(text => text == expected);
    }

    // As Python's str.lower gives them.
    [Theory]
    [InlineData("İstanbul", "i\u0307stanbul")]
    [InlineData("ΟΔΟΣ ΣΑΣ ΑΣ.Α Σ", "οδος σας ασ.α σ")]
    [InlineData("ΑΣ\u0301 😀Σ", "ας\u0301 😀σ")]
    [InlineData("ÀB😀", "àb😀")]
    public void Small_letters_are_those_of_Python(string text, string expected) =>
        ChatTemplate.Parse("{{ messages[0].content.lower() }}").Render([new("user", text)]).ShouldBe(expected);

    [Fact]
    public void Files_of_a_model_give_template_and_special_tokens()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-template-").FullName;
        try
        {
            var configuration = Path.Combine(folder, "tokenizer_config.json");
            File.WriteAllText(configuration, """{"bos_token": "<b>", "eos_token": {"content": "</b>", "lstrip": false}, "chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}"}""");
            ChatTemplate.Load(folder).Render(s_messages).ShouldBe("<b>Be brief.</b>");
            File.WriteAllText(configuration, """{"bos_token": "<b>", "chat_template": [{"name": "default", "template": "d{{ bos_token }}"}, {"name": "tool_use", "template": "t"}]}""");
            ChatTemplate.Load(configuration).Render(s_messages).ShouldBe("d<b>");
            ChatTemplate.Load(folder, "tool_use").Render(s_messages).ShouldBe("t");
            Should.Throw<ChatTemplateException>(() => ChatTemplate.Load(folder, "rag")).Message.ShouldContain("it has default, tool_use");
            File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), "alone {{ bos_token }}\n");
            ChatTemplate.Load(folder).Render(s_messages).ShouldBe("alone <b>");
            ChatTemplate.Load(Path.Combine(folder, "chat_template.jinja")).Text.ShouldBe("alone {{ bos_token }}\n");
            File.WriteAllText(configuration, "{");
            Should.Throw<ChatTemplateException>(() => ChatTemplate.Load(configuration)).Message.ShouldContain("no valid JSON");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Files_without_a_template_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-template").FullName;
        try
        {
            Should.Throw<ChatTemplateException>(() => ChatTemplate.Load(folder)).Message.ShouldContain($"'{folder}' has no chat template");
            var missing = Path.Combine(folder, "missing");
            Should.Throw<FileNotFoundException>(() => ChatTemplate.Load(missing)).Message.ShouldContain($"no chat template at '{missing}'");
            var configuration = Path.Combine(folder, "tokenizer_config.json");
            File.WriteAllText(configuration, "{}");
            Should.Throw<ChatTemplateException>(() => ChatTemplate.Load(folder)).Message.ShouldContain("has no chat template");
            File.WriteAllText(configuration, """{"chat_template": 5}""");
            Should.Throw<ChatTemplateException>(() => ChatTemplate.Load(folder)).Message.ShouldContain("chat_template is a number; expected a text");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_message_needs_a_role() => Should.Throw<ArgumentNullException>(() => new ChatMessage(null!, "x")).ParamName.ShouldBe("Role");
}
