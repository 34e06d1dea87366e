using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Calls of the programs that the reference has: those that count, and those that end a match.</summary>
internal sealed partial class ExpressionReader
{
    // As they were read, with the names of what they count; the node of one not yet resolved has its place here as the counter.
    private readonly List<(int At, string Name, string Tag, string[] Arguments, CountNode Node)> _counts = [];
    private readonly Dictionary<string, int> _tags = new(StringComparer.Ordinal);

    // (*NAME[tag]{arguments})
    private ExpressionNode Counting()
    {
        var name = Identifier();
        var tag = Take("[") ? Identifier() : "";
        if (tag.Length > 0 && !Take("]"))
        {
            throw Wrong("a tag without its end");
        }

        string[] arguments = [];
        if (Take("{"))
        {
            var end = _pattern.IndexOf('}', _at);
            arguments = end < 0 ? throw Wrong("arguments without their end") : end > _at ? _pattern[_at..end].Split(',') : [];
            _at = end + 1;
        }

        if (!Take(")"))
        {
            throw Wrong("a call of a program without its end");
        }

        var (least, most) = name switch
        {
            "FAIL" or "MISMATCH" => (0, 0),
            "COUNT" => (0, 1),
            "MAX" => (1, 2),
            "CMP" => (3, 3),
            _ => throw Wrong($"'(*{RegexScanner.Quote(name)}' is not supported: of the calls of programs (*FAIL), (*MISMATCH), (*MAX{{…}}), (*COUNT{{…}}) and (*CMP{{…}}) are"),
        };
        if (arguments.Length < least || arguments.Length > most)
        {
            throw Wrong($"(*{name}) with {arguments.Length} arguments");
        }

        if (name == "FAIL")
        {
            return new FailNode();
        }

        var node = new CountNode(ExpressionCount.Count, _counts.Count, default, default, "");
        _counts.Add((_at, name, tag, arguments, node));
        return node;
    }

    // Letters, digits and underscores of ASCII, with no digit first.
    private string Identifier()
    {
        var start = _at;
        while (_at < _pattern.Length && (char.IsAsciiLetter(_pattern[_at]) || _pattern[_at] == '_' || (_at > start && char.IsAsciiDigit(_pattern[_at]))))
        {
            _at++;
        }

        return _at > start ? _pattern[start.._at] : throw Wrong("a name is expected");
    }

    // Finds what the names of counters mean, which may come later.
    private void ResolveCounts()
    {
        for (var i = 0; i < _counts.Count; i++)
        {
            if (_counts[i].Tag is { Length: > 0 } tag && !_tags.TryAdd(tag, i))
            {
                _at = _counts[i].At - 1;
                throw Wrong($"the tag '{tag}' stands twice");
            }
        }

        for (var i = 0; i < _counts.Count; i++)
        {
            var (at, name, _, arguments, _) = _counts[i];
            _at = at - 1;
            _counts[i] = _counts[i] with
            {
                Node = name switch
                {
                    "MISMATCH" => new(ExpressionCount.Mismatch, -1, default, default, ""),
                    "COUNT" => new(ExpressionCount.Count, i, default, default, Kind(arguments, 0, ">")),
                    "MAX" => new(ExpressionCount.Most, i, Number(arguments[0]), default, Kind(arguments, 1, "X")),
                    _ => new(ExpressionCount.Compare, -1, Number(arguments[0]), Number(arguments[2]), Comparison(arguments[1])),
                },
            };
        }
    }

    private string Kind(string[] arguments, int place, string usual) =>
        arguments.Length <= place ? usual : arguments[place] is ">" or "X" ? arguments[place] : throw Wrong($"'{RegexScanner.Quote(arguments[place])}' is neither > nor X, the counts that are supported");

    private string Comparison(string sign) => sign is "==" or "!=" or "<" or ">" or "<=" or ">=" ? sign : throw Wrong($"'{RegexScanner.Quote(sign)}' is no comparison");

    private ExpressionNumber Number(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return new(value);
        }

        return !_tags.TryGetValue(text, out var counter) || _counts[counter].Name is not ("MAX" or "COUNT") ? throw Wrong($"'{RegexScanner.Quote(text)}' is no number and no tag of what counts")
            : new(0, counter, (_counts[counter].Name == "MAX" ? Kind(_counts[counter].Arguments, 1, "X") : Kind(_counts[counter].Arguments, 0, ">"))[0]);
    }
}
