using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Tokens inside of a tag.</summary>
internal ref partial struct TemplateLexer
{
    private static readonly string[] s_operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";",
    ];

    private void ReadTag(int tag, bool isOutput)
    {
        var brackets = new Stack<char>();
        while (true)
        {
            _at = SkipSpace(_at);
            if (_at >= _source.Length)
            {
                throw Error(isOutput ? "the expression has no end; '}}' is expected" : "the statement has no end; '%}' is expected", tag);
            }

            // Inside of brackets `}}` closes two dictionaries, not the tag.
            if (brackets.Count == 0 && TryEnd(isOutput))
            {
                return;
            }

            var c = _source[_at];
            if (char.IsAsciiDigit(c))
            {
                ReadNumber();
            }
            else if (char.IsLetterOrDigit(c) || c == '_')
            {
                ReadName();
            }
            else if (c is '"' or '\'')
            {
                ReadString(c);
            }
            else
            {
                ReadOperator(brackets);
            }
        }
    }

    private bool TryEnd(bool isOutput)
    {
        var end = isOutput ? "}}" : "%}";
        var signed = _source[_at] == '-' || (_source[_at] == '+' && !isOutput);
        if (!Matches(_at + (signed ? 1 : 0), end))
        {
            return false;
        }

        _tokens.Add(new(isOutput ? TemplateLexemeKind.OutputEnd : TemplateLexemeKind.BlockEnd, end, _at));
        AfterTag(_at + (signed ? 3 : 2), signed ? _source[_at] : '\0', isOutput);
        return true;
    }

    private void ReadOperator(Stack<char> brackets)
    {
        foreach (var text in s_operators)
        {
            if (!Matches(_at, text))
            {
                continue;
            }

            if (text is "(" or "[" or "{")
            {
                brackets.Push(text[0] switch { '(' => ')', '[' => ']', _ => '}' });
            }
            else if (text is ")" or "]" or "}")
            {
                if (!brackets.TryPop(out var expected))
                {
                    throw Error($"unexpected '{text}': nothing is open here", _at);
                }

                if (expected != text[0])
                {
                    throw Error($"unexpected '{text}'; '{expected}' is expected first", _at);
                }
            }

            _tokens.Add(new(TemplateLexemeKind.Operator, text, _at));
            _at += text.Length;
            return;
        }

        throw Error($"unexpected character '{_source[_at]}'", _at);
    }

    private void ReadName()
    {
        var from = _at;
        while (_at < _source.Length && (char.IsLetterOrDigit(_source[_at]) || _source[_at] == '_'))
        {
            _at++;
        }

        _tokens.Add(new(TemplateLexemeKind.Name, _source[from.._at], from));
    }

    // 12, 1_000, 0x1f, 0b1, 0o7, 1.5, 1e9. A point needs a digit after it: `x.0.1` is two subscripts.
    private void ReadNumber()
    {
        var from = _at;
        var afterPoint = from > 0 && _source[from - 1] == '.';
        if (_source[_at] == '0' && _at + 2 < _source.Length && char.ToLowerInvariant(_source[_at + 1]) is 'x' or 'b' or 'o'
            && char.IsAsciiHexDigit(_source[_at + 2]))
        {
            _at += 2;
            while (_at < _source.Length && (char.IsAsciiHexDigit(_source[_at]) || _source[_at] == '_'))
            {
                _at++;
            }

            _tokens.Add(new(TemplateLexemeKind.Integer, _source[from.._at], from));
            return;
        }

        SkipDigits();
        var kind = TemplateLexemeKind.Integer;
        if (!afterPoint)
        {
            if (_at + 1 < _source.Length && _source[_at] == '.' && char.IsAsciiDigit(_source[_at + 1]))
            {
                _at++;
                SkipDigits();
                kind = TemplateLexemeKind.Float;
            }

            var exponent = _at;
            if (exponent < _source.Length && _source[exponent] is 'e' or 'E')
            {
                exponent++;
                exponent += exponent < _source.Length && _source[exponent] is '+' or '-' ? 1 : 0;
                if (exponent < _source.Length && char.IsAsciiDigit(_source[exponent]))
                {
                    _at = exponent;
                    SkipDigits();
                    kind = TemplateLexemeKind.Float;
                }
            }
        }

        _tokens.Add(new(kind, _source[from.._at], from));
    }

    private void SkipDigits()
    {
        while (_at < _source.Length
            && (char.IsAsciiDigit(_source[_at]) || (_source[_at] == '_' && _at + 1 < _source.Length && char.IsAsciiDigit(_source[_at + 1]))))
        {
            _at++;
        }
    }

    private void ReadString(char quote)
    {
        var from = _at++;
        var text = new StringBuilder();
        while (true)
        {
            if (_at >= _source.Length)
            {
                throw Error($"the string has no end; {quote} is expected", from);
            }

            var c = _source[_at++];
            if (c == quote)
            {
                break;
            }

            if (c == '\\' && _at < _source.Length)
            {
                ReadEscape(text);
            }
            else
            {
                text.Append(c);
            }
        }

        _tokens.Add(new(TemplateLexemeKind.String, text.ToString(), from));
    }

    // The escapes of Python; one that means nothing stays as it is written.
    private void ReadEscape(StringBuilder text)
    {
        var c = _source[_at++];
        switch (c)
        {
            case '\n':
                break;
            case '\\' or '\'' or '"':
                text.Append(c);
                break;
            case 'n' or 't' or 'r' or 'a' or 'b' or 'f' or 'v':
                text.Append("\n\t\r\a\b\f\v"["ntrabfv".IndexOf(c, StringComparison.Ordinal)]);
                break;
            case 'x' or 'u' or 'U':
                AppendCode(text, c, ReadHex(c, c == 'x' ? 2 : c == 'u' ? 4 : 8));
                break;
            case >= '0' and <= '7':
                var value = c - '0';
                for (var digits = 1; digits < 3 && _at < _source.Length && _source[_at] is >= '0' and <= '7'; digits++)
                {
                    value = (value * 8) + _source[_at++] - '0';
                }

                text.Append((char)value);
                break;
            default:
                text.Append('\\').Append(c);
                break;
        }
    }

    private uint ReadHex(char kind, int digits)
    {
        if (_at + digits > _source.Length
            || !uint.TryParse(_source.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Error($"the escape '\\{kind}' needs {digits} hexadecimal digits", _at - 2);
        }

        _at += digits;
        return value;
    }

    private readonly void AppendCode(StringBuilder text, char kind, uint code)
    {
        if (code > 0x10FFFF)
        {
            throw Error($"the escape '\\{kind}{code:x8}' is beyond the last character of Unicode, 10ffff", _at - 10);
        }

        // A lone surrogate is a code unit of its own, as in Python.
        text.Append(code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code));
    }
}
