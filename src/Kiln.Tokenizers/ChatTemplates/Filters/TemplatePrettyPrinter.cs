using System.Text;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>
/// Values over several lines where one of 80 characters is not enough, as Python's pprint lays them out: an item a line, the keys of dicts in order, long strings in parts.
/// </summary>
internal sealed class TemplatePrettyPrinter(TemplateRun run)
{
    private const int Width = 80;

    private readonly StringBuilder _output = new();

    public string Print(object? value)
    {
        Write(value, indent: 0, allowance: 0, level: 0);
        return _output.ToString();
    }

    private void Write(object? value, int indent, int allowance, int level)
    {
        run.Step();
        var line = OneLine(value);
        if (line.Length <= Width - indent - allowance)
        {
            Append(line);
            return;
        }

        switch (value)
        {
            case TemplateDict { Items.Count: > 0 } dict:
                WriteDict(dict, indent, allowance, level + 1);
                break;
            case TemplateList { Kind: TemplateListKind.List or TemplateListKind.Tuple, Items.Count: > 0 } list:
                var isTuple = list.Kind == TemplateListKind.Tuple;
                var end = isTuple ? list.Items.Count == 1 ? ",)" : ")" : "]";
                Append(isTuple ? "(" : "[");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Append(i > 0 ? ",\n" + new string(' ', indent + 1) : "");
                    Write(list.Items[i], indent + 1, i == list.Items.Count - 1 ? allowance + end.Length : 1, level + 1);
                }

                Append(end);
                break;
            case string { Length: > 0 } text:
                WriteText(text, indent, allowance, level + 1);
                break;
            default:
                Append(line);
                break;
        }
    }

    private void WriteDict(TemplateDict dict, int indent, int allowance, int level)
    {
        Append("{");
        var items = Sorted(dict);
        for (var i = 0; i < items.Count; i++)
        {
            var key = OneLine(TemplateDict.Value(items[i].Key)) + ": ";
            Append(i > 0 ? ",\n" + new string(' ', indent + 1) : "");
            Append(key);
            Write(items[i].Value, indent + 1 + key.Length, i == items.Count - 1 ? allowance + 1 : 1, level);
        }

        Append("}");
    }

    // A long string in parts of whole words, one a line, in brackets where nothing else is around it.
    private void WriteText(string text, int indent, int allowance, int level)
    {
        (indent, allowance) = level == 1 ? (indent + 1, allowance + 1) : (indent, allowance);
        var parts = new List<string>();
        var lines = StringSplitting.SplitLines(run, text, keepsEnds: true).Items;
        for (var i = 0; i < lines.Count; i++)
        {
            var isLast = i == lines.Count - 1;
            var quoted = TemplateRepr.Quote((string)lines[i]!);
            if (quoted.Length <= Width - indent - (isLast ? allowance : 0))
            {
                parts.Add(quoted);
                continue;
            }

            var words = Regex.Matches((string)lines[i]!, @"\S*\s*", RegexOptions.NonBacktracking).Select(match => match.Value).Where(word => word.Length > 0).ToList();
            var current = "";
            for (var j = 0; j < words.Count; j++)
            {
                var room = Width - indent - (isLast && j == words.Count - 1 ? allowance : 0);
                if (TemplateRepr.Quote(current + words[j]).Length <= room)
                {
                    current += words[j];
                    continue;
                }

                if (current.Length > 0)
                {
                    parts.Add(TemplateRepr.Quote(current));
                }

                current = words[j];
            }

            if (current.Length > 0)
            {
                parts.Add(TemplateRepr.Quote(current));
            }
        }

        var isBracketed = level == 1 && parts.Count > 1;
        Append(isBracketed ? "(" : "");
        run.Grow((long)indent * parts.Count);
        Append(string.Join("\n" + new string(' ', indent), parts));
        Append(isBracketed ? ")" : "");
    }

    // The value on one line, dicts by their keys.
    private string OneLine(object? value)
    {
        run.Step();
        // A value within others is copied once for each of them.
        return value switch
        {
            TemplateDict dict => run.Made("{" + string.Join(", ", Sorted(dict).Select(item => OneLine(TemplateDict.Value(item.Key)) + ": " + OneLine(item.Value))) + "}"),
            TemplateList { Kind: TemplateListKind.List } list => run.Made("[" + string.Join(", ", list.Items.Select(OneLine)) + "]"),
            TemplateList { Kind: TemplateListKind.Tuple } tuple => run.Made("(" + string.Join(", ", tuple.Items.Select(OneLine)) + (tuple.Items.Count == 1 ? ",)" : ")")),
            _ => TemplateRepr.Repr(run, value),
        };
    }

    private static List<KeyValuePair<object, object?>> Sorted(TemplateDict dict) => dict.Items.Keys.All(key => key is string)
        ? [.. dict.Items.OrderBy(item => (string)item.Key, TemplateCompare.TextOrder)]
        : dict.Items.Keys.All(key => TemplateNumbers.AsDouble(key) is not null) ? [.. dict.Items.OrderBy(item => TemplateNumbers.AsDouble(item.Key)!.Value)] : [.. dict.Items];

    private void Append(string text)
    {
        run.Grow(text.Length);
        _output.Append(text);
    }
}
