using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Filters of text. They take any value and work on what it prints as.</summary>
internal static class TextFilters
{
    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        Add("upper", TemplateText.Upper);
        Add("lower", TemplateText.Lower);
        Add("capitalize", TemplateText.Capitalize);
        Add("title", Title);
        Add("string", text => text);
        Add("safe", text => text);
        Add("escape", MarkupFilters.Escape);
        Add("e", MarkupFilters.Escape);
        Add("forceescape", MarkupFilters.Escape);
        Add("wordcount", text => CountWords(text));
        filters["trim"] = (run, value, arguments) => StringMethods.Find(Text(run, value), "strip")!.Invoke(run, arguments);
        filters["center"] = (run, value, arguments) =>
            StringMethods.Find(Text(run, value), "center")!.Invoke(run, TemplateArguments.Of(arguments.Bind(run, "center", "width").Integer(0, 80)));
        filters["replace"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "replace", "old", "new", "count");
            given.Required(1);
            return StringMethods.Replace(run, Text(run, value), Text(run, given.Required(0)), Text(run, given.Get(1)), given.Get(2) is null ? -1 : given.Integer(2, -1));
        };
        filters["format"] = (run, value, arguments) =>
        {
            var dict = new TemplateDict();
            foreach (var (name, item) in arguments.Named)
            {
                dict.Items[name] = item;
            }

            return dict.Items.Count > 0 && arguments.Positional.Count > 0
                ? throw run.Error("format takes values by position or by name, not both")
                : TemplateFormat.Printf(run, Text(run, value), dict.Items.Count > 0 ? dict : new TemplateList([.. arguments.Positional], TemplateListKind.Tuple));
        };
        filters["indent"] = Indent;
        filters["truncate"] = Truncate;
        filters["urlencode"] = (run, value, arguments) =>
        {
            arguments.Bind(run, "urlencode");
            return run.Made(UrlEncode(Text(run, value)));
        };

        void Add(string name, Func<string, object> map) => filters[name] = (run, value, arguments) =>
        {
            arguments.Bind(run, name);
            var result = map(Text(run, value));
            return result is string text ? run.Made(text) : result;
        };
    }

    private static string Text(TemplateRun run, object? value)
    {
        var text = TemplateRepr.Str(run, value);
        run.Work(text.Length);
        return text;
    }

    // Words begin after spaces, hyphens and opening brackets, and not after an apostrophe as in str.title.
    private static string Title(string text)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsBetween(text[end]) == IsBetween(text[at]))
            {
                end++;
            }

            result.Append(TemplateText.Capitalize(text[at..end]));
            at = end;
        }

        return result.ToString();

        static bool IsBetween(char c) => TemplateText.IsSpace(c) || c is '-' or '(' or '{' or '[' or '<';
    }

    private static long CountWords(string text)
    {
        var count = 0L;
        for (var i = 0; i < text.Length; i++)
        {
            count += IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1])) ? 1 : 0;
        }

        return count;

        static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
    }

    private static string Indent(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "indent", "width", "first", "blank");
        var indentation = given.Get(0, 4L) is string text ? text : new string(' ', Math.Clamp(given.Size(0, 4), 0, 1000));
        var lines = StringSplitting.SplitLines(run, Text(run, value) + "\n", keepsEnds: false).Items;
        var result = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = (string)lines[i]!;
            var isIndented = i == 0 ? given.Flag(1) : given.Flag(2) || line.Length > 0;
            run.Grow(line.Length + 1 + indentation.Length);
            result.Append(i > 0 ? "\n" : "").Append(isIndented ? indentation : "").Append(line);
        }

        return result.ToString();
    }

    private static string Truncate(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "truncate", "length", "killwords", "end", "leeway");
        var (length, end, leeway) = (given.Integer(0, 255), given.Text(2, "..."), given.Get(3) is null ? 5 : given.Integer(3, 5));
        var text = Text(run, value);
        if (length < end.Length || leeway < 0)
        {
            throw run.Error($"truncate: a length of {length} has no room for the end, or the leeway {leeway} is negative");
        }

        if (TemplateText.Length(text) <= length + leeway)
        {
            return text;
        }

        var kept = TemplateText.Slice(run, text, 0L, length - end.Length, null);
        var space = given.Flag(1) ? -1 : kept.LastIndexOf(' ');
        return run.Made((space < 0 ? kept : kept[..space]) + end);
    }

    private static string UrlEncode(string text)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            _ = char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '.' or '-' or '~' ? result.Append(c) : result.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return result.ToString();
    }
}
