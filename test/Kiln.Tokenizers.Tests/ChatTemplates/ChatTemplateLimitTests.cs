using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Templates come with models from anywhere: none may hang the program, fill its memory or overflow its stack.</summary>
public class ChatTemplateLimitTests
{
    private static readonly ChatTemplateOptions s_tight = new() { MaxSteps = 50_000, MaxCharacters = 500_000 };

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ range(100001) }}")]
    [InlineData("{{ range(9223372036854775807) }}")]
    [InlineData("{{ range(-9223372036854775807, 9223372036854775807, 1) }}")]
    [InlineData("{{ 'a' * 9223372036854775807 }}")]
    [InlineData("{{ 'ab' * 5000000000 }}")]
    [InlineData("{{ [1] * 1000000000 }}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='aaaaaaaa') %}{% for i in range(64) %}{% set ns.s = ns.s.replace('a', 'aa') %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}")]
    [InlineData("{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(64) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}")]
    [InlineData("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}")]
    [InlineData("{% for x in [[]] recursive %}{{ loop([x]) }}{% endfor %}")]
    [InlineData("{{ 'a'.center(1000000000) }}")]
    [InlineData("{{ 'a'.zfill(1000000000) }}")]
    [InlineData("{{ '%1000000000d' % 1 }}")]
    [InlineData("{{ '%.1000000000f' % 1.5 }}")]
    [InlineData("{{ '{:1000000000}'.format(1) }}")]
    [InlineData("{{ ('\\t' * 1000).expandtabs(100000) }}")]
    [InlineData("{{ 'a\\nb'.replace('', 'x' * 400000) }}")]
    [InlineData("{{ [1] | batch(100000000, 0) | list }}")]
    [InlineData("{{ [1] | slice(100000000) | list }}")]
    [InlineData("{% set ns = namespace(d={}) %}{% for i in range(100000) %}{% set ns.d = dict(ns.d, **{('k' ~ i): i}) %}{% endfor %}")]
    [InlineData("{% set s = 'a' * 400000 %}{% for i in range(50000) %}{% if 'b' in s %}{% endif %}{% endfor %}")]
    [InlineData("{% set s = 'a' * 400000 %}{% for i in range(50000) %}{% if s.count('aa') > 1 %}{% endif %}{% endfor %}")]
    [InlineData("{{ ('- ' * 200000) | wordwrap(1, wrapstring='xxxxxxxxxxxx') }}")]
    [InlineData("{{ range(50000) | list | tojson(separators=('x' * 100000, ':')) }}")]
    [InlineData("{{ ('{0}' * 50000).format('x' * 400000) }}")]
    [InlineData("{{ ('%(x)s' * 20000) % {'x': 'x' * 100000} }}")]
    [InlineData("{{ [namespace(**{('k' * 100000): 1})] * 50000 }}")]
    [InlineData("{{ ([('a' * 100000)] * 50000) | unique(case_sensitive=true) | list }}")]
    [InlineData("{% set s = 'a' * 100000 %}{% set d = {s: 1} %}{% for i in range(9000) %}{{ d[s] }}{% endfor %}")]
    [InlineData("{% set s = 'a' * 100000 %}{% for i in range(9000) %}{% if s is sameas(s[1:] ~ 'a') %}{% endif %}{% endfor %}")]
    [InlineData("{% set s = 'a' * 100000 %}{% for i in range(9000) %}{% if s.startswith((s[1:] ~ 'b', s[1:] ~ 'c')) %}{% endif %}{% endfor %}")]
    [InlineData("{% set s = '9' * 100000 %}{% for i in range(9000) %}{% if s | float %}{% endif %}{% endfor %}")]
    [InlineData("{{ ('a' * 40000) | map(attribute='0' ~ '.0' * 10000) | list }}")]
    [InlineData("{{ {('k' * 100000): 'word ' * 20000} | pprint }}")]
    [InlineData("{{ ('a ' * 20000) | urlize(extra_schemes=['b:'] * 20000) }}")]
    [InlineData("{{ ('{a}' * 20000).format(**dict('abcdefghij' | batch(2) | list, **{'a': 1})) }}{% for i in range(100000) %}{{ 'abc' is upper }}{% endfor %}")]
    public void What_takes_too_much_is_stopped(string template)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(template, s_tight).Render([]));
        error.Failure.ShouldBe(ChatTemplateFailure.Limit);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64L << 20);
    }

    [Fact]
    public void A_long_word_is_wrapped_in_one_pass()
    {
        Rendered("{{ (range(100000) | list | join(',')) | wordwrap(1) | length }}").ShouldBe("1177777");
        Rendered("{{ ('-' * 300000) | wordwrap(1) | length }}").ShouldBe("599999");
        Rendered("{{ ('a ' ~ '\u00a0' * 300000 ~ 'b') | wordwrap(1) | length }}").ShouldBe("3");
        Rendered("{{ ('\U0001F600' * 100000) | wordwrap(3) | length }}").ShouldBe("133333");
    }

    [Fact]
    public void Long_texts_are_searched_in_one_pass()
    {
        const string Part = "('a' * 150000 ~ 'b' ~ 'a' * 150000)";
        Rendered("{{ ('a' * 900000).find" + Part + " }}").ShouldBe("-1");
        Rendered("{{ ('a' * 900000 ~ 'b' ~ 'a' * 900000).find" + Part + " }}").ShouldBe("750000");
        Rendered("{{ ('a' * 900000 ~ 'b' ~ 'a' * 900000).rfind" + Part + " }}").ShouldBe("750000");
        Rendered("{{ ('a' * 900000).rfind('a' * 150000) }} {{ 'abc'.rfind('') }} {{ 'abc'.find('') }}").ShouldBe("750000 3 0");
        Rendered("{{ " + Part + " in 'a' * 900000 }} {{ ('a' * 900000).count('a' * 200) }}").ShouldBe("False 4500");
        Rendered("{{ ('a' * 900000 ~ 'b' ~ 'a' * 900000).replace" + Part.Replace(" * 150000)", " * 150000, '')", StringComparison.Ordinal) + " | length }}").ShouldBe("1500000");
        Rendered("{% for p in ('a' * 900000).split" + Part + " + ('x' * 200 ~ 'ab' * 50 ~ 'y').rsplit('ab' * 50) %}{{ p | length }} {% endfor %}").ShouldBe("900000 200 1 ");
        Rendered("{{ ('a' * 900000).strip('b' * 60000 ~ 'a') }}{{ ('xxabcxx').lstrip('x123456789') }} {{ ('xxabcxx').rstrip('x123456789') }}").ShouldBe("abcxx xxabc");
        Rendered("{{ ('www.a.com/' ~ '(' * 200000 ~ ')' * 200000) | urlize | length }}").ShouldBe((2 * 400_010 + "<a href=\"https://\" rel=\"noopener\"></a>".Length).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public static TheoryData<string> Filters => [.. TemplateFilters.Names];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Every_filter_ends_or_is_refused_by_the_budget_on_much(string filter)
    {
        string[] values = ["'a- ' * 70000", "'<(&' * 70000", "'\U0001F600' * 100000", "(range(50000) | join(' ')).split()"];
        string[] arguments = ["", "(1)", "('a' * 50000)"];
        foreach (var value in values)
        {
            foreach (var given in arguments)
            {
                // A refusal is of what the arguments are, or of the budget; a limit of time is none of either.
                try
                {
                    Rendered("{{ (" + value + ") | " + filter + given + " | string | length }}").ShouldNotBeEmpty();
                }
                catch (ChatTemplateException refused)
                {
                    refused.Message.ShouldNotContain("takes too long");
                }
            }
        }
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("not ", "1", "")]
    [InlineData("-", "1", "")]
    [InlineData("{'a': ", "1", "}")]
    [InlineData("1 if 2 else ", "1", "")]
    [InlineData("f(", "1", ")")]
    [InlineData("x[", "1", "]")]
    public void Expressions_that_nest_too_deep_are_refused(string open, string middle, string close)
    {
        var deep = Nest(open, middle, close, 100_000);
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("{{ " + deep + " }}")).Failure.ShouldBe(ChatTemplateFailure.Limit);
    }

    [Fact]
    public void Blocks_that_nest_too_deep_are_refused() =>
        Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse(Nest("{% if 1 %}", "x", "{% endif %}", 100_000))).Failure.ShouldBe(ChatTemplateFailure.Limit);

    [Fact]
    public void Chains_as_long_as_a_stack_allows_are_evaluated_and_longer_ones_are_refused()
    {
        ChatTemplate.Parse("{{ " + Nest("", "1", " + 1", 1000) + " }}").Render([]).ShouldBe("1001");
        var error = Should.Throw<ChatTemplateException>(() => ChatTemplate.Parse("{{ " + Nest("", "1", " + 1", 1_000_000) + " }}").Render([]));
        error.Failure.ShouldBe(ChatTemplateFailure.Limit);
    }

    [Fact]
    public void Values_that_nest_deep_are_printed_or_refused()
    {
        var template = ChatTemplate.Parse("{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}");
        Should.Throw<ChatTemplateException>(() => template.Render([])).Failure.ShouldBe(ChatTemplateFailure.Limit);
    }

    [Fact]
    public void A_long_conversation_has_room_in_proportion()
    {
        var messages = Enumerable.Range(0, 2000).Select(i => new ChatMessage(i % 2 == 0 ? "user" : "assistant", new string('x', 1000)));
        ChatTemplate.Parse(ChatTemplateGoldens.Template("thinking.jinja"), s_tight).Render(messages).Length.ShouldBeGreaterThan(2_000_000);
    }

    [Fact]
    public void Options_are_checked() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ChatTemplate.Parse("", new ChatTemplateOptions { MaxSteps = 0 })).Message.ShouldContain("ChatTemplateOptions.MaxSteps is 0");

    [Fact]
    public void Damaged_templates_render_or_fail_with_a_place()
    {
        var goldens = ChatTemplateGoldens.Read();
        var seeds = ChatTemplateGoldens.Templates().Select(File.ReadAllBytes)
            .Concat(goldens["small"]!.AsArray().Select(golden => Encoding.UTF8.GetBytes(golden!["template"]!.GetValue<string>()))).Concat(Seeds()).ToList();
        var variables = ChatTemplateGoldens.Variables(goldens["common"]!.AsObject());
        var options = ChatTemplateGoldens.Options with { MaxSteps = 20_000, MaxCharacters = 200_000 };
        var good = Fuzzer.Run<ChatTemplateException>(seeds, input => ChatTemplate.Parse(Encoding.UTF8.GetString(input), options).Render(variables));
        good.ShouldBeGreaterThan(Fuzzer.Count / 20);
    }

    // Each filter, test and statement, whatever the goldens hold.
    private static IEnumerable<byte[]> Seeds() => TemplateFilters.Names.Select(name => "{{ ['b 1', 'a'] | map('" + name + "') | list }}{{ 'a-b c' | " + name + " }}")
        .Concat(TemplateTests.Names.Select(name => "{{ [3, 'a', none] | select('" + name + "', 2) | list }}{{ 4 is " + (char.IsLetter(name[0]) ? name : "eq") + " }}"))
        .Append("{% for k, v in {'a': 1}.items() recursive %}{{ loop.index }}{% else %}e{% endfor %}{% set x %}b{% endset %}{% filter upper %}c{{ x }}{% endfilter %}")
        .Append("{% macro m(a, b=2) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}d{% endcall %}{% raw %}{{ e }}{% endraw %}{% generation %}f{% endgeneration %}")
        .Append("{%- if a is defined and not b or 1 in [1] -%}{# c #}{% elif 2 %}{% else %}{% endif %}{% set n = namespace(i=0) %}{% for i in [1, 2] if i %}{% set n.i = i %}{% break %}{% continue %}{% endfor %}")
        .Append("{{ 'a b'.split() + ['c'.join('de')] }}{{ '%05.2f' % 1.5 }}{{ '{:>{w}}'.format(1, w=4) }}{{ [1, 2, 3][::-1] }}{{ 'abc'[-2:] ~ 1 }}{{ 7 // 2 ** 2 % 3 }}")
        .Select(Encoding.UTF8.GetBytes);

    private static string Rendered(string template) => ChatTemplate.Parse(template).Render([]);

    private static string Nest(string open, string middle, string close, int count) =>
        new StringBuilder().Insert(0, open, count).Append(middle).Insert(0, "").ToString() + new StringBuilder().Insert(0, close, count);
}
