using System.Globalization;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>Filters that lay text out: lines of a width, sizes of files, and values over several lines.</summary>
internal static class LayoutFilters
{
    // Where a line may be broken: at white space, and after a hyphen or before a dash within a word.
    private static readonly Regex s_chunks = new(
        """[\t\n\v\f\r ]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|[^\t\n\v\f\r ]+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[\w!"'&.,?]-))(?=[^\d\W]-?[^\d\W])|(?=[\t\n\v\f\r ]|\z)|(?<=[\w!"'&.,?])(?=-{2,}\w))""",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));

    private static readonly Regex s_words = new(@"[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(2));

    public static void AddTo(Dictionary<string, TemplateFilter> filters)
    {
        filters["filesizeformat"] = (run, value, arguments) =>
        {
            var binary = arguments.Bind(run, "filesizeformat", "binary").Flag(0);
            var bytes = (value is string text ? TemplateNumbers.ParseDouble(run.Hashed(text)) : TemplateNumbers.AsDouble(value))
                ?? throw run.Error($"filesizeformat needs a number, not {TemplateValues.TypeName(value)}");
            return FileSize(bytes, binary);
        };
        filters["wordwrap"] = (run, value, arguments) =>
        {
            var given = arguments.Bind(run, "wordwrap", "width", "break_long_words", "wrapstring", "break_on_hyphens");
            var text = TemplateRepr.Str(run, value);
            run.Work(text.Length);
            var width = given.Integer(0, 79) is > 0 and var columns ? columns : throw run.Error($"wordwrap: the width is {given.Integer(0, 79)}; it must be at least 1");
            var wrap = given.Get(2) is string joiner ? joiner : "\n";
            var lines = StringSplitting.SplitLines(run, text, keepsEnds: false).Items.Select(line => string.Join(wrap, Wrap(run, (string)line!, width, given.Flag(1, otherwise: true), given.Flag(3, otherwise: true))));
            return run.Made(string.Join(wrap, lines));
        };
        filters["pprint"] = (run, value, arguments) =>
        {
            arguments.Bind(run, "pprint");
            return run.Made(new TemplatePrettyPrinter(run).Print(value));
        };
    }

    private static string FileSize(double bytes, bool binary)
    {
        var (unit, names) = (binary ? 1024.0 : 1000.0, binary ? "KiB MiB GiB TiB PiB EiB ZiB YiB" : "kB MB GB TB PB EB ZB YB");
        if (bytes == 1)
        {
            return "1 Byte";
        }

        if (bytes < unit)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Truncate(bytes):0} Bytes");
        }

        var (size, name) = (bytes / unit, "");
        foreach (var next in names.Split(' '))
        {
            name = next;
            if (size < unit)
            {
                break;
            }

            size = next.StartsWith('Y') ? size : size / unit;
        }

        return $"{TemplateNumbers.Fixed(size, 1)} {name}";
    }

    // Lines of at most the width, filled from the left; white space at both ends of a line goes, but at the beginning of the first.
    private static List<string> Wrap(TemplateRun run, string text, long width, bool breaksWords, bool breaksHyphens)
    {
        run.Grow(text.Length);
        var chunks = new Queue<Chunk>((breaksHyphens ? s_chunks : s_words).Matches(text).Select(match => new Chunk(match.Value)));
        var lines = new List<string>();
        var line = new List<string>();
        while (chunks.Count > 0)
        {
            run.Step();
            if (lines.Count > 0 && chunks.Peek().IsBlank)
            {
                chunks.Dequeue();
            }

            var length = 0L;
            line.Clear();
            while (chunks.Count > 0 && length + chunks.Peek().Length <= width)
            {
                run.Step();
                length += chunks.Peek().Length;
                line.Add(chunks.Dequeue().Rest);
            }

            if (chunks.Count > 0 && chunks.Peek() is var word && word.Length > width && (breaksWords || line.Count == 0))
            {
                line.Add(breaksWords ? word.Take(width - length, breaksHyphens) : word.Rest);
                if (!breaksWords || word.Length == 0)
                {
                    chunks.Dequeue();
                }
            }

            if (line.Count > 0 && string.IsNullOrWhiteSpace(line[^1]))
            {
                line.RemoveAt(line.Count - 1);
            }

            if (line.Count > 0)
            {
                lines.Add(string.Concat(line));
            }
        }

        return lines;
    }

    // A word or white space, of which lines take as much as they have room for. It is measured once, so that many short lines of a long word cost no more than the word.
    private sealed class Chunk(string text)
    {
        private readonly int _blankFrom = text.AsSpan().TrimEnd().Length;
        private int _at;

        // Code points that are left.
        public int Length { get; private set; } = TemplateText.Length(text);

        public bool IsBlank => _at >= _blankFrom;

        public string Rest => text[_at..];

        public string Take(long room, bool breaksHyphens)
        {
            var end = _at;
            for (var i = 0L; i < room && end < text.Length; i++)
            {
                end += TemplateText.Width(text, end);
            }

            var hyphen = breaksHyphens && end < text.Length ? text.AsSpan(_at, end - _at).LastIndexOf('-') : -1;
            if (hyphen > 0 && text.AsSpan(_at, hyphen).ContainsAnyExcept('-'))
            {
                end = _at + hyphen + 1;
            }

            var head = text[_at..end];
            Length -= TemplateText.Length(head);
            _at = end;
            return head;
        }
    }
}
