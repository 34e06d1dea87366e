using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// <c>tojson</c> as chat templates have it: <c>json.dumps</c> of Python with <c>ensure_ascii=False</c>, without the escapes for HTML that the
/// filter has elsewhere. Arguments: <c>ensure_ascii</c>, <c>indent</c>, <c>separators</c>, <c>sort_keys</c>.
/// </summary>
internal sealed class TemplateJson(TemplateRun run, bool ensureAscii, string? indent, string itemSeparator, string keySeparator, bool sortKeys)
{
    private readonly StringBuilder _text = new();

    public static string Write(TemplateRun run, object? value, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        var indent = given.Get(1) switch
        {
            null => null,
            string text => text,
            var width => new string(' ', (int)Math.Clamp(TemplateNumbers.AsInteger(width) ?? throw run.Error("tojson: indent is an integer, a string or none"), 0, 64)),
        };
        var separators = given.Get(2);
        var (item, key) = (indent is null ? ", " : ",", ": ");
        if (separators is not null)
        {
            (item, key) = separators is TemplateList { Items: [string first, string second] }
                ? (first, second)
                : throw run.Error("tojson: separators are two strings, such as (',', ':')");
        }

        var writer = new TemplateJson(run, given.Flag(0), indent, item, key, given.Flag(3));
        writer.Append(value, 0);
        return writer._text.ToString();
    }

    private void Append(object? value, int depth)
    {
        run.Step();
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case bool b:
                _text.Append(b ? "true" : "false");
                break;
            case long n:
                _text.Append(n.ToString(CultureInfo.InvariantCulture));
                break;
            case double d:
                _text.Append(Float(d));
                break;
            case string text:
                AppendString(text);
                break;
            case TemplateList { Kind: <= TemplateListKind.Tuple } list:
                AppendItems('[', ']', list.Items, depth, Append);
                break;
            case TemplateDict dict:
                IEnumerable<KeyValuePair<object, object?>> pairs = dict.Items;
                if (sortKeys)
                {
                    pairs = TemplateCompare.Sort(run, "sort_keys", pairs, pair => TemplateDict.Value(pair.Key));
                }

                AppendItems('{', '}', [.. pairs], depth, (pair, deeper) =>
                {
                    AppendString(Key(TemplateDict.Value(pair.Key)));
                    _text.Append(keySeparator);
                    Append(pair.Value, deeper);
                });
                break;
            default:
                throw run.Error(value is TemplateUndefined missing
                    ? $"{missing.Description}, and tojson cannot write it"
                    : $"tojson cannot write a {TemplateValues.TypeName(value)}{(value is TemplateList ? "; make it a list first: '|list'" : "")}");
        }
    }

    private void AppendItems<T>(char open, char close, List<T> items, int depth, Action<T, int> append)
    {
        run.Grow((long)items.Count * (itemSeparator.Length + keySeparator.Length));
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            _text.Append(i > 0 ? itemSeparator : "");
            NewLine(depth + 1);
            append(items[i], depth + 1);
        }

        if (items.Count > 0)
        {
            NewLine(depth);
        }

        _text.Append(close);
        run.Grow(items.Count);
    }

    private void NewLine(int depth)
    {
        if (indent is null)
        {
            return;
        }

        run.Grow((long)indent.Length * depth);
        _text.Append('\n');
        for (var i = 0; i < depth; i++)
        {
            _text.Append(indent);
        }
    }

    private void AppendString(string text)
    {
        run.Grow(text.Length + 2);
        _text.Append('"');
        foreach (var c in text)
        {
            var escape = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\b' => "\\b", '\f' => "\\f", _ => null };
            if (escape is not null)
            {
                _text.Append(escape);
            }
            else if (c < ' ' || (ensureAscii && c > '~'))
            {
                _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                _text.Append(c);
            }
        }

        _text.Append('"');
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool b => b ? "true" : "false",
        double d => Float(d),
        _ => ((long)key).ToString(CultureInfo.InvariantCulture),
    };

    private static string Float(double value) =>
        double.IsFinite(value) ? TemplateRepr.Float(value) : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
