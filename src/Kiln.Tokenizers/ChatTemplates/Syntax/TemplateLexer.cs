namespace Kiln.Tokenizers;

/// <summary>
/// Cuts a template into text and tags, with the whitespace rules under which chat templates are published: the newline after a block tag goes
/// (<c>trim_blocks</c>), so does the indentation before one that begins its line (<c>lstrip_blocks</c>), a minus strips all whitespace on its
/// side, a plus keeps it. Source: the documentation of Jinja, "Whitespace Control".
/// </summary>
internal ref partial struct TemplateLexer
{
    private readonly string _source;
    private readonly List<TemplateLexeme> _tokens = [];
    private int _at;

    // Whether what comes next begins its line, as far as the tag before it says.
    private bool _lineStarts = true;

    private TemplateLexer(string source) => _source = source;

    /// <summary>Line ends become <c>\n</c>, and one at the very end goes, as the language has it.</summary>
    public static string Normalize(string text)
    {
        text = text.ReplaceLineEndingsOfThree();
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    /// <summary>The tokens of a normalized source, the last one an <see cref="TemplateLexemeKind.End"/>.</summary>
    public static List<TemplateLexeme> Read(string source)
    {
        var lexer = new TemplateLexer(source);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var tag = NextTag(_at);
            if (tag < 0)
            {
                AddData(_at, _source.Length);
                _at = _source.Length;
                break;
            }

            var kind = _source[tag + 1];
            var sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : '\0';
            // `{%+%}` and `{{-1}}`: a sign belongs to the tag wherever it can.
            var inside = tag + 2 + (sign == '\0' ? 0 : 1);
            AddData(_at, StripBefore(_at, tag, sign, isOutput: kind == '{'));
            switch (kind)
            {
                case '#':
                    SkipComment(tag, inside);
                    break;
                case '%' when RawBegin(inside) is var body && body >= 0:
                    ReadRaw(tag, body);
                    break;
                default:
                    var isOutput = kind == '{';
                    _tokens.Add(new(isOutput ? TemplateLexemeKind.OutputBegin : TemplateLexemeKind.BlockBegin, _source.Substring(tag, 2), tag));
                    _at = inside;
                    ReadTag(tag, isOutput);
                    break;
            }
        }

        _tokens.Add(new(TemplateLexemeKind.End, "", _source.Length));
    }

    private readonly int NextTag(int from)
    {
        while (true)
        {
            var found = _source.AsSpan(from).IndexOf('{');
            if (found < 0 || from + found + 1 >= _source.Length)
            {
                return -1;
            }

            from += found;
            if (_source[from + 1] is '{' or '%' or '#')
            {
                return from;
            }

            from++;
        }
    }

    private readonly void AddData(int from, int to)
    {
        if (to > from)
        {
            _tokens.Add(new(TemplateLexemeKind.Data, _source[from..to], from));
        }
    }

    // Where the text before a tag ends once the whitespace is gone that the tag removes.
    private readonly int StripBefore(int from, int tag, char sign, bool isOutput)
    {
        var end = tag;
        if (sign == '-')
        {
            while (end > from && TemplateText.IsSpace(_source[end - 1]))
            {
                end--;
            }

            return end;
        }

        if (sign == '+' || isOutput)
        {
            return tag;
        }

        while (end > from && _source[end - 1] != '\n' && TemplateText.IsSpace(_source[end - 1]))
        {
            end--;
        }

        var lineBegins = end > from ? _source[end - 1] == '\n' : _lineStarts;
        return lineBegins ? end : tag;
    }

    private void SkipComment(int tag, int inside)
    {
        var close = _source.IndexOf("#}", inside, StringComparison.Ordinal);
        if (close < 0)
        {
            throw Error("the comment has no end; '#}' is expected", tag);
        }

        var sign = close > inside && _source[close - 1] is '-' or '+' ? _source[close - 1] : '\0';
        AfterTag(close + 2, sign, isOutput: false);
    }

    // What follows a tag's end: all whitespace after a minus, one newline after a block.
    private void AfterTag(int end, char sign, bool isOutput)
    {
        _at = end;
        if (sign == '-')
        {
            while (_at < _source.Length && TemplateText.IsSpace(_source[_at]))
            {
                _at++;
            }
        }
        else if (sign != '+' && !isOutput && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }

        _lineStarts = _source[_at - 1] == '\n';
    }

    // The position after `raw %}`, or -1 where the tag is another one.
    private readonly int RawBegin(int inside)
    {
        var at = SkipSpace(inside);
        if (!Matches(at, "raw"))
        {
            return -1;
        }

        at = SkipSpace(at + 3);
        return Matches(at, "-%}") ? SkipSpace(at + 3) : Matches(at, "%}") ? at + 2 : -1;
    }

    private void ReadRaw(int tag, int body)
    {
        _lineStarts = _source[body - 1] == '\n';
        for (var open = body; (open = _source.IndexOf("{%", open, StringComparison.Ordinal)) >= 0; open += 2)
        {
            var at = open + 2;
            var sign = at < _source.Length && _source[at] is '-' or '+' ? _source[at++] : '\0';
            at = SkipSpace(at);
            if (!Matches(at, "endraw"))
            {
                continue;
            }

            at = SkipSpace(at + 6);
            var endSign = at < _source.Length && _source[at] is '-' or '+' ? _source[at++] : '\0';
            if (Matches(at, "%}"))
            {
                AddData(body, StripBefore(body, open, sign, isOutput: false));
                AfterTag(at + 2, endSign, isOutput: false);
                return;
            }
        }

        throw Error("'raw' has no end; '{% endraw %}' is expected", tag);
    }

    private readonly int SkipSpace(int at)
    {
        while (at < _source.Length && TemplateText.IsSpace(_source[at]))
        {
            at++;
        }

        return at;
    }

    private readonly bool Matches(int at, string text) => string.CompareOrdinal(_source, at, text, 0, text.Length) == 0;

    private readonly ChatTemplateException Error(string reason, int position) => new(ChatTemplateFailure.Syntax, reason, _source, position);
}
