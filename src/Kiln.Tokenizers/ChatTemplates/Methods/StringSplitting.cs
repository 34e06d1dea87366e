namespace Kiln.Tokenizers;

/// <summary><c>split</c>, <c>rsplit</c>, <c>splitlines</c> and the two partitions.</summary>
internal static class StringSplitting
{
    public static TemplateList Split(TemplateRun run, string text, TemplateArguments arguments, bool fromRight)
    {
        var given = arguments.Bind(run, fromRight ? "rsplit" : "split", "sep", "maxsplit");
        var most = given.Integer(1, -1);
        most = most < 0 ? long.MaxValue : most;
        var separator = given.Get(0) switch
        {
            null => null,
            string { Length: 0 } => throw run.Error("split by an empty separator; split() without one splits at spaces"),
            string s => s,
            TemplateUndefined missing => throw run.Error(missing.Description),
            var other => throw run.Error($"split needs a str, not {TemplateValues.TypeName(other)}"),
        };
        var parts = separator is null ? AtSpaces(text, most, fromRight) : fromRight ? FromRight(text, separator, most) : FromLeft(text, separator, most);
        run.Grow(text.Length + (4L * parts.Count));
        return new TemplateList(parts);
    }

    private static List<object?> FromLeft(string text, string separator, long most)
    {
        var parts = new List<object?>();
        var at = 0;
        for (int found; most > 0 && (found = TemplateSearch.IndexOf(text.AsSpan(at), separator)) >= 0; most--)
        {
            found += at;
            parts.Add(text[at..found]);
            at = found + separator.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    private static List<object?> FromRight(string text, string separator, long most)
    {
        var parts = new List<object?>();
        var end = text.Length;
        for (int found; most > 0 && (found = TemplateSearch.LastIndexOf(text.AsSpan(0, end), separator)) >= 0; most--)
        {
            parts.Add(text[(found + separator.Length)..end]);
            end = found;
        }

        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    // Runs of spaces separate, and none of them make an empty part.
    private static List<object?> AtSpaces(string text, long most, bool fromRight)
    {
        var parts = new List<object?>();
        var (from, to) = (0, text.Length);
        while (true)
        {
            while (from < to && TemplateText.IsSpace(text[fromRight ? to - 1 : from]))
            {
                _ = fromRight ? to-- : from++;
            }

            if (from == to)
            {
                break;
            }

            if (most-- == 0)
            {
                parts.Add(text[from..to]);
                break;
            }

            var (start, end) = (from, to);
            while (from < to && !TemplateText.IsSpace(text[fromRight ? to - 1 : from]))
            {
                _ = fromRight ? to-- : from++;
            }

            parts.Add(fromRight ? text[to..end] : text[start..from]);
        }

        if (fromRight)
        {
            parts.Reverse();
        }

        return parts;
    }

    public static TemplateList SplitLines(TemplateRun run, string text, bool keepsEnds)
    {
        var parts = new List<object?>();
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && !IsLineEnd(text[end]))
            {
                end++;
            }

            var next = end == text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            parts.Add(text[at..(keepsEnds ? next : end)]);
            at = next;
        }

        run.Grow(text.Length + (4L * parts.Count));
        return new TemplateList(parts);
    }

    public static TemplateList Partition(TemplateRun run, string text, TemplateArguments arguments, bool fromRight)
    {
        var separator = arguments.Bind(run, fromRight ? "rpartition" : "partition", "sep").RequiredText(0);
        if (separator.Length == 0)
        {
            throw run.Error("partition by an empty separator");
        }

        run.Grow(text.Length);
        var found = fromRight ? TemplateSearch.LastIndexOf(text, separator) : TemplateSearch.IndexOf(text, separator);
        List<object?> parts = found >= 0 ? [text[..found], separator, text[(found + separator.Length)..]] : fromRight ? ["", "", text] : [text, "", ""];
        return new TemplateList(parts, TemplateListKind.Tuple);
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029';
}
