using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Regular expressions of every kind, hand-written and random, cut texts as in the reference. Goldens/make_expression_goldens.js makes them, any number for a search.</summary>
public sealed class ExpressionTests
{
    [Fact]
    public void Expressions_cut_as_in_the_reference()
    {
        var path = Environment.GetEnvironmentVariable("KILN_EXPRESSIONS") ?? Path.Combine(AppContext.BaseDirectory, "Goldens", "expressions.json");
        var goldens = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        string[] texts = [.. goldens.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
        var (report, wrong) = (new StringBuilder(), 0);
        foreach (var entry in goldens.GetProperty("expressions").EnumerateArray())
        {
            var (expression, expected) = (entry[0].GetString()!, entry[1]);
            SplitPreTokenizer split;
            try
            {
                split = new(TextPattern.Regex(expression), SplitBehavior.Isolated);
            }
            catch (TokenizerFormatException e)
            {
                if (expected.ValueKind != JsonValueKind.Null)
                {
                    wrong++;
                    report.AppendLine(CultureInfo.InvariantCulture, $"{expression}: {e.Message}");
                }

                continue;
            }

            // The reference refuses what looks back over any length; .NET does not mind.
            for (var i = 0; i < texts.Length && expected.ValueKind != JsonValueKind.Null; i++)
            {
                string given;
                try
                {
                    given = string.Join(",", split.Split(texts[i]).Select(word => word.EnumerateRunes().Count()));
                }
                catch (TokenizerException e)
                {
                    given = e.Message;
                }

                var wanted = string.Join(",", expected[i].Ints());
                if (given != wanted && ++wrong < 60)
                {
                    report.AppendLine(CultureInfo.InvariantCulture, $"{expression} on {JsonSerializer.Serialize(texts[i])}: {given} instead of {wanted}");
                }
            }
        }

        wrong.ShouldBe(0, report.ToString());
    }

    [Fact]
    public void An_expression_that_backtracks_without_end_is_stopped()
    {
        var scanner = RegexScanner.Create("(?:ab|a|b|aba)+$", TimeSpan.FromSeconds(0.1));
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab", 100)) + "!" + new string(' ', WorkText.Padding));
        Should.Throw<TokenizerException>(() => scanner.Find(ref text[0], 201, 0, out _, out _)).Message.ShouldBe(
            "the pattern '(?:ab|a|b|aba)+$' took longer than 0.1 seconds on this text; it backtracks too much");
    }

    [Theory]
    [InlineData(@"\A(?<a>.)*(?:", @"\k<a+9>|", 100)]
    [InlineData(@"\A(.{400})(?:", @"\1b|", 900)]
    public void What_takes_longer_than_a_step_counts_as_several(string expression, string alternative, int length)
    {
        // The time is over from the beginning, and these are fewer steps than there are between looks at it.
        var scanner = RegexScanner.Create(expression + string.Concat(Enumerable.Repeat(alternative, 200)) + "b)", TimeSpan.FromDays(-1));
        var text = System.Text.Encoding.UTF8.GetBytes(new string('a', length) + new string(' ', WorkText.Padding));
        Should.Throw<TokenizerException>(() => scanner.Find(ref text[0], length, 0, out _, out _)).Message.ShouldContain("it backtracks too much");
    }

    [Fact]
    public void Calls_that_multiply_are_refused()
    {
        var expression = string.Concat(Enumerable.Range(0, 40).Select(i => $@"(?<g{i}>a\g<g{i + 1}>\g<g{i + 1}>)")) + "(?<g40>a)";
        Should.Throw<TokenizerFormatException>(() => TextPattern.Regex(expression)).Message.ShouldContain("calls of groups lead on to more others than can be followed");
    }

    [Fact]
    public void Many_groups_references_and_tags_are_read_in_a_time_that_is_as_long_as_the_expression()
    {
        const int Count = 50_000;
        Should.NotThrow(() => TextPattern.Regex(string.Concat(Enumerable.Range(0, Count).Select(i => $"(*COUNT[t{i}])")) + "a"));
        Should.NotThrow(() => TextPattern.Regex(string.Concat(Enumerable.Repeat(@"(?<n>a)\k<n>", Count))));
    }

    [Theory]
    [InlineData(@"\p{Klingon}", "'Klingon' is not known")]
    [InlineData("[a", "without its closing bracket")]
    [InlineData("(a", "without the one that closes it")]
    [InlineData("a)", "without an opening one")]
    [InlineData("+a", "nothing before '+'")]
    [InlineData("(?s)a", "a kind of group that is not supported")]
    [InlineData("{2}", "nothing before '{2}'")]
    [InlineData("a|{1,2}", "nothing before '{1,2}'")]
    [InlineData("(?#c)+", "nothing before '+'")]
    [InlineData("(?i)+", "nothing before '+'")]
    [InlineData("a{100001}", "above 100000")]
    [InlineData("a{1,99999999999}", "above 100000")]
    [InlineData("^*", "repeats an assertion")]
    [InlineData("$?", "repeats an assertion")]
    [InlineData(@"\b+", "repeats an assertion")]
    [InlineData(@"\G+", "repeats an assertion")]
    [InlineData("(?=a)*", "repeats an assertion")]
    [InlineData("(?x)(?<!a) {2}", "repeats an assertion")]
    [InlineData("(?:(?:^|b)|a)+", "repeats an assertion")]
    [InlineData("[a-\\d]", "whose end is a class")]
    [InlineData("[a-[:alpha:]]", "whose end is a class")]
    [InlineData("[\\d-a]", "whose beginning is a class")]
    [InlineData("[[:alpha:]-1]", "whose beginning is a class")]
    [InlineData("[[:han:]]", "[:han:] is not known")]
    [InlineData("[[:alphabeticcharacters:]]", "is not known")]
    [InlineData(@"\p{^^L}", "is not known")]
    [InlineData(@"\c", "need a letter")]
    [InlineData(@"\Ca", "needs a hyphen")]
    [InlineData(@"\o{9}", "octal")]
    [InlineData("(?~a(?~b))", "within what must be absent")]
    [InlineData(@"(?~|\g<1>|b)(a)", "a call within")]
    [InlineData("(?<=(?~|b)a)c", "cannot stand in a look-behind")]
    [InlineData("(?~|b", "without the one that closes it")]
    [InlineData("(*SKIP)a", "calls of programs")]
    [InlineData("(*MAX)a", "with 0 arguments")]
    [InlineData("(*MAX{1,<})a", "neither > nor X")]
    [InlineData("(*CMP{1,=,2})a", "no comparison")]
    [InlineData("(*CMP{T,==,2})a", "no tag of what counts")]
    [InlineData("(*MAX[T]{1})a(*COUNT[T])", "stands twice")]
    [InlineData("(*FAIL)+", "nothing before '+'")]
    [InlineData("(?y{w})a", "not words")]
    [InlineData("a(?L)b", "at its beginning")]
    [InlineData(@"\1", "there is no group 1")]
    [InlineData(@"(?<n>a)\1", "not by numbers")]
    [InlineData(@"\k<n>", "there is no group 'n'")]
    [InlineData(@"(?<n>a)\k<n+x>", "level of calls")]
    [InlineData(@"(?<n>a)(?<n>b)\g<n>", "several groups 'n'")]
    [InlineData(@"(?<n>\g<n>a|b)", "calls itself without end")]
    [InlineData(@"(?<n>a\g<n>)", "calls itself without end")]
    [InlineData(@"\g<0>?a", "calls itself without end")]
    [InlineData("(?<1>a)", "is no name of a group")]
    [InlineData(@"\xE9", "without those that make a character of it")]
    [InlineData(@"\x{41-43}", "numbers of characters")]
    [InlineData(@"\x{41 }", "numbers of characters")]
    [InlineData(@"\y+", "repeats an assertion")]
    [InlineData(@"\K*", "repeats an assertion")]
    [InlineData("(?(a)b|c|d)", "more than two alternatives")]
    public void What_is_not_understood_is_named(string expression, string reason)
    {
        var message = Should.Throw<TokenizerFormatException>(() => TextPattern.Regex(expression)).Message;
        message.ShouldContain($"'{expression}'");
        message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("(?i)", "")]
    [InlineData("(?:", ")+?")]
    [InlineData("(?=[b", "])")]
    [InlineData("", "++")]
    [InlineData("(?>", "{1,2}*{3})")]
    public void Levels_without_end_are_refused_and_those_allowed_work(string opening, string closing)
    {
        string Levels(int count) => string.Concat(Enumerable.Repeat(opening, count)) + "a" + string.Concat(Enumerable.Repeat(closing, count));
        var error = Should.Throw<TokenizerFormatException>(() => TextPattern.Regex(Levels(100_000)));
        error.Message.ShouldContain("more than 250 levels deep");
        error.Message.Length.ShouldBeLessThan(500);

        // The highest that is allowed also passes .NET's reader on a thread with little stack.
        var count = Enumerable.Range(1, 251).Last(levels => !IsRefused(Levels(levels)));
        count.ShouldBeGreaterThan(80);
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => new SplitPreTokenizer(TextPattern.Regex(Levels(count)), SplitBehavior.Isolated).Split("baab")), 256 * 1024);
        thread.Start();
        thread.Join();
        thrown.ShouldBeNull();
    }

    [Fact]
    public void Expressions_of_very_many_characters_are_refused_with_little_memory()
    {
        var many = string.Concat(Enumerable.Range(0, 20_000).Select(i => char.ConvertFromUtf32(0x20000 + i)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Should.Throw<TokenizerFormatException>(() => TextPattern.Regex(many));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 << 20);
        error.Message.ShouldContain("more than 6144 kinds of characters");
        error.Message.Length.ShouldBeLessThan(500);
        IsRefused(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"[^{char.ConvertFromUtf32(0x20000 + i)}]"))).ShouldBeTrue();
    }

    [Fact]
    public void The_same_classes_again_and_again_and_braces_without_meaning_are_read_with_little_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Split(string.Concat(Enumerable.Repeat("ab", 20_000)), "aab").ShouldBe(["aab"]);
        Split(new string('{', 100_000) + "}", "{}").ShouldBe(["{}"]);
        Split("(?:" + string.Concat(Enumerable.Repeat("[[:a]x", 80)) + string.Concat(Enumerable.Repeat("]", 80)) + ")+", "x[:a b").ShouldBe(["x", "[", ":a", " b"]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200 << 20);
    }

    [Theory]
    [InlineData("[[:punct:]]", "$+<=>^`|~!_€©×´", "a1 ")]
    [InlineData(@"\p{Punct}", "!_%-«。", "$+<=>^`|~€©×´a")]
    [InlineData(@"[\p{Punct}]", "!_%-«。", "$+<=>^`|~€©×´a")]
    [InlineData(@"(?i)\p{Punct}", "!_%-«。", "$+<=>^`|~€©×´a")]
    [InlineData(@"\P{Punct}", "$+<=>^`|~€©×´a", "!_%-«。")]
    [InlineData(@"\p{^Punct}", "$+<=>^`|~€©×´a", "!_%-«。")]
    [InlineData(@"\p{Word}", "a1_é²³¹¼½¾", "-⁴⅓")]
    [InlineData(@"\P{Word}", "-⁴⅓", "a1_é²³¹¼½¾")]
    [InlineData(@"\p{^Word}", "-⁴⅓", "a1_é²³¹¼½¾")]
    [InlineData(@"[\p{Word}]", "a1_é", "-²³¹¼½¾")]
    [InlineData("[[:word:]]", "a1_é", "-²³¹¼½¾")]
    [InlineData("[[:graph:]]", "a1_é²\u00AD\u200B\uE000", " \n\u00A0\u0001\u0378\u2028\u0085")]
    [InlineData(@"\p{Print}", "a1_é² \u00A0\u3000\uE000", "\n\u0001\u0378\u2028\u0085")]
    [InlineData(@"\p{LC}", "aAǅé", "ªʰ中1")]
    public void Classes_have_the_members_that_they_have_in_the_reference(string expression, string members, string others)
    {
        foreach (var rune in members.EnumerateRunes())
        {
            Split(expression, $"{rune}{rune}").Length.ShouldBe(2, $"U+{rune.Value:X4} is in it");
        }

        foreach (var rune in others.EnumerateRunes())
        {
            Split(expression, $"{rune}{rune}").Length.ShouldBe(1, $"U+{rune.Value:X4} is not in it");
        }
    }

    // Each as the reference cuts the text.
    [Theory]
    [InlineData(@"\cA|\C-b|\c?", "a|\u0001|x|\u0002|y|\u007F|z")]
    [InlineData(@"[\cA-\cZ]", "a|\u0001|x|\u001A|b")]
    [InlineData(@"\012|\060|\0101", "a|\n|b|0|c|\b1|d")]
    [InlineData(@"[\101\12]", "B|A|01|\n|2")]
    [InlineData(@"\o{101}|[\o{102}]", "a|A|b|B|c")]
    [InlineData(@"\N", "a|b|\n|c")]
    [InlineData(@"\O", "a|b|\n|c")]
    [InlineData(@"[\N\O\y]", "a|N|b|O|c|y|d")]
    [InlineData(@"\x1|\x4g", "a|\u0001|b|\u0004g|c")]
    [InlineData("a(?#c)+", "b|aa|b|a")]
    [InlineData("(?x)a + # all", "b|aa|b|a")]
    [InlineData("(?x)a {2}", "b|aa|b")]
    [InlineData("{,}", "a|{,}|{")]
    [InlineData("[a-c-\\d]+", "x|a-1|y")]
    [InlineData("[[a]-1]+", "x|a-1|y")]
    [InlineData("[\\w-&&[^b]]", "b|a|-|b")]
    [InlineData("a{0000000002}", "b|aa|b")]
    [InlineData("[xa-[b]c]+", "aa|x|a-|bc|-")]
    [InlineData("[a-&&[^b]-]+", "b|a-|b")]
    [InlineData("[[:a]b:]+", "c|a:b|]")]
    [InlineData("(?:^a|b)+", "ab|c")]
    public void What_is_written_in_other_ways_cuts_as_in_the_reference(string expression, string words) => Split(expression, words.Replace("|", "", StringComparison.Ordinal)).ShouldBe(words.Split('|'));

    private static string[] Split(string expression, string text) => [.. new SplitPreTokenizer(TextPattern.Regex(expression), SplitBehavior.Isolated).Split(text)];

    private static bool IsRefused(string expression) => Record.Exception(() => TextPattern.Regex(expression)) is TokenizerFormatException;
}
