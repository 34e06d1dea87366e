using System.Net;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>Filters for text that becomes HTML. Source of their rules: Jinja's documentation, and what it makes of the goldens.</summary>
internal static class MarkupFilters
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string Address = @"(\d{1,3}(\.\d{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}\])";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);
    private static readonly Regex s_comments = new("<!--.*?-->", Plain | RegexOptions.Singleline | RegexOptions.NonBacktracking, s_limit);
    private static readonly Regex s_tags = new("<.*?>", Plain | RegexOptions.Singleline | RegexOptions.NonBacktracking, s_limit);
    private static readonly Regex s_spaces = new(@"\s+", Plain | RegexOptions.NonBacktracking, s_limit);
    private static readonly Regex s_opening = new("^([(<]|&lt;)+", Plain | RegexOptions.NonBacktracking, s_limit);
    private static readonly Regex s_closing = new(@"([)>.,\n]|&gt;)+\z", Plain | RegexOptions.RightToLeft, s_limit);
    private static readonly Regex s_mail = new(@"^\S+@\w[\w.-]*\.\w+\z", Plain | RegexOptions.NonBacktracking, s_limit);

    private static readonly Regex s_link = new(
        $@"^((https?://|www\.)([\w%-]+\.)*([a-z]{{2,63}}|xn--[\w%]{{2,59}})|([\w%-]{{2,63}}\.)+(com|net|int|edu|gov|org|info|mil)|(https?://)({Address}))(:\d{{1,5}})?([/?#]\S*)?\z",
        Plain | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, s_limit);

    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["striptags"] = (run, value, arguments) =>
        {
            arguments.Bind(run, "striptags");
            var text = Text(run, value);
            text = s_tags.Replace(s_comments.Replace(text, ""), "");
            return run.Made(WebUtility.HtmlDecode(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        };
        filters["xmlattr"] = Attributes;
        filters["urlize"] = Links;
    }

    internal static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    private static string Text(TemplateRun run, object? value)
    {
        var text = TemplateRepr.Str(run, value);
        run.Work(text.Length);
        return text;
    }

    private static string Attributes(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "xmlattr", "autospace");
        var dict = value as TemplateDict ?? throw run.Error($"xmlattr needs a dict, not {TemplateValues.TypeName(value)}");
        var parts = new List<string>();
        foreach (var (key, item) in dict.Items)
        {
            if (item is null or TemplateUndefined)
            {
                continue;
            }

            var name = TemplateRepr.Str(run, TemplateDict.Value(key));
            if (name.Any(c => char.IsWhiteSpace(c) || c is '/' or '>' or '='))
            {
                throw run.Error($"xmlattr: {TemplateRepr.Short(name)} is no name of an attribute");
            }

            run.Work(name.Length);
            parts.Add(run.Made($"{Escape(name)}=\"{Escape(Text(run, item))}\""));
        }

        var text = string.Join(' ', parts);
        return run.Made(text.Length > 0 && given.Flag(0, otherwise: true) ? " " + text : text);
    }

    private static string Links(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "urlize", "trim_url_limit", "nofollow", "target", "rel", "extra_schemes");
        var limit = given.Get(0) is null ? -1 : given.Integer(0, -1);
        var relations = new SortedSet<string>((given.Get(3) as string ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), TemplateCompare.TextOrder) { "noopener" };
        if (given.Flag(1))
        {
            relations.Add("nofollow");
        }

        var attributes = $" rel=\"{Escape(string.Join(' ', relations))}\"" + (given.Get(2) is string target ? $" target=\"{Escape(target)}\"" : "");
        var schemes = given.Get(4) is null ? [] : run.Elements(given.Get(4)).OfType<string>().ToList();
        var text = Escape(Text(run, value));
        var parts = new List<string>();
        var at = 0;
        foreach (Match space in s_spaces.Matches(text))
        {
            parts.Add(Word(text[at..space.Index]));
            parts.Add(space.Value);
            at = space.Index + space.Length;
        }

        parts.Add(Word(text[at..]));
        return run.Made(string.Concat(parts));

        string Word(string word)
        {
            run.Step();
            var (head, middle, tail) = Trimmed(word);
            string Link(string url, string shown, bool plain = false) => $"<a href=\"{url}\"{(plain ? "" : attributes)}>{shown}</a>";
            string Short(string url) => limit > 0 && TemplateText.Length(url) > limit ? TemplateText.Slice(run, url, 0L, limit, null) + "..." : url;
            if (s_link.IsMatch(middle))
            {
                var isWhole = middle.StartsWith("https://", StringComparison.Ordinal) || middle.StartsWith("http://", StringComparison.Ordinal);
                middle = Link(isWhole ? middle : "https://" + middle, Short(middle));
            }
            else if (middle.StartsWith("mailto:", StringComparison.Ordinal) && s_mail.IsMatch(middle[7..]))
            {
                middle = Link(middle, middle[7..], plain: true);
            }
            else if (middle.Contains('@', StringComparison.Ordinal) && !middle.StartsWith("www.", StringComparison.Ordinal) && !middle.Contains(':', StringComparison.Ordinal) && s_mail.IsMatch(middle))
            {
                middle = Link("mailto:" + middle, middle, plain: true);
            }
            else if (HasScheme(middle))
            {
                middle = Link(middle, middle);
            }

            return head + middle + tail;
        }

        bool HasScheme(string word)
        {
            foreach (var scheme in schemes)
            {
                run.Step();
                run.Work(Math.Min(scheme.Length, word.Length));
                if (word != scheme && word.StartsWith(scheme, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }
    }

    // A word without the brackets and stops around it; closing brackets of pairs within it stay.
    private static (string Head, string Middle, string Tail) Trimmed(string word)
    {
        var head = s_opening.Match(word).Value;
        var middle = word[head.Length..];
        var tail = s_closing.Match(middle).Value;
        middle = middle[..^tail.Length];
        foreach (var (open, close) in new[] { ("(", ")"), ("<", ">"), ("&lt;", "&gt;") })
        {
            var opened = Count(middle, open);
            var end = 0;
            for (var missing = opened <= Count(middle, close) ? 0 : Math.Min(opened, Count(tail, close)); missing > 0; missing--)
            {
                end = tail.IndexOf(close, end, StringComparison.Ordinal) + close.Length;
            }

            (middle, tail) = (middle + tail[..end], tail[end..]);
        }

        return (head, middle, tail);
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
