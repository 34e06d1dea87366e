using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Classes and what follows a backslash.</summary>
internal sealed partial class ExpressionTranslation
{
    // Beyond so many characters nobody looks for the end of [:…:].
    private const int LongestBracket = 20;

    private const string Unsupported = "XKkg123456789";

    private bool IgnoresCase => _options.HasFlag(Options.IgnoresCase);

    /// <summary>What follows a backslash outside of a class.</summary>
    private bool Escape()
    {
        switch (_at < _pattern.Length ? _pattern[_at] : throw Wrong("a backslash at the end"))
        {
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G':
                Add("\\" + _pattern[_at++]);
                return true;
            case 'R':
                _at++;
                Add("(?>");
                Add(CodePointSet.Range('\r', '\r'));
                Add(CodePointSet.Range('\n', '\n'));
                Add("|");
                Add(CodePointSet.Union(CodePointSet.Range('\n', '\r'), CodePointSet.Range(0x85, 0x85), CodePointSet.Range(0x2028, 0x2029)));
                Add(")");
                return true;
        }

        var set = ClassEscape(inClass: false, out var codePoint);
        Add(set ?? CodePointSet.Of(codePoint, IgnoresCase));
        return true;
    }

    /// <summary>What follows a backslash anywhere: a class, or else one character.</summary>
    private CodePointSet? ClassEscape(bool inClass, out int codePoint)
    {
        codePoint = _at < _pattern.Length ? _pattern[_at] : throw Wrong("a backslash at the end");
        if (codePoint is 'p' or 'P' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '{')
        {
            return Property(codePoint == 'P', inClass);
        }

        if (codePoint < 0x80 && ExpressionClasses.OfEscape((char)codePoint, inClass) is { } known)
        {
            _at++;
            return known;
        }

        if (codePoint < 0x80 && Unsupported.Contains((char)codePoint, StringComparison.Ordinal))
        {
            throw Wrong($"'\\{(char)codePoint}' is not supported{(codePoint is 'k' or 'g' or (>= '1' and <= '9') ? ": an expression cannot refer to what a group matched" : "")}");
        }

        codePoint = NextPoint() switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            '0' => 0,
            'u' => Hexadecimal(4),
            'x' when Take("{") => Braced(),
            'x' => Hexadecimal(2) is < 0x80 and var value ? value : throw Wrong("\\x with a byte from 80 on, which is no character; write \\x{…} or \\u…"),
            var other => other,
        };
        return null;
    }

    private CodePointSet Property(bool isNegated, bool inClass)
    {
        var close = _pattern.IndexOf('}', _at);
        var name = close < 0 ? throw Wrong("a property without its end") : _pattern.AsSpan((_at + 2)..close);
        isNegated ^= name.StartsWith('^');
        var set = ExpressionClasses.OfProperty(name.TrimStart('^'), inClass)
            ?? throw Wrong($"the property '{RegexScanner.Quote(name)}' is not known; known are general categories such as L or Lu, scripts such as Han, and Alpha, Alnum, Lower, Upper, Digit, Space, Punct, Word");
        _at = close + 1;
        return isNegated ? set.Complement() : set;
    }

    private int Hexadecimal(int digits)
    {
        if (_at + digits > _pattern.Length || !int.TryParse(_pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Wrong($"{digits} hexadecimal digits are expected");
        }

        _at += digits;
        return value;
    }

    private int Braced()
    {
        var close = _pattern.IndexOf('}', _at);
        if (close < 0 || !int.TryParse(_pattern.AsSpan(_at..close), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 0x10FFFF)
        {
            throw Wrong("\\x{ needs the number of a character in hexadecimal digits, and }");
        }

        _at = close + 1;
        return value;
    }

    /// <summary>A class after its opening bracket: members, ranges, classes within it, and what stands on both sides of <c>&amp;&amp;</c>.</summary>
    /// <param name="isInner">Whether it stands in another one, which alone looks for letters of the other case, before it is negated.</param>
    private CodePointSet Class(bool isInner = false)
    {
        CheckLevels(++_depth);
        var isNegated = Take("^");
        List<CodePointSet> members = [];
        CodePointSet? left = null;
        for (var isFirst = true; ; isFirst = false)
        {
            if (_at >= _pattern.Length)
            {
                throw Wrong("a class without its closing bracket");
            }

            if (_pattern[_at] == ']' && !(isFirst && _pattern.IndexOf(']', _at + 1) >= 0))
            {
                _at++;
                break;
            }

            if (Take("&&"))
            {
                left = Both(left, members);
                members = [];
                continue;
            }

            members.Add(Member());
        }

        _depth--;
        var set = Both(left, members);
        set = IgnoresCase && !isInner ? set.WithCases() : set;
        return isNegated ? set.Complement() : set;
    }

    private static CodePointSet Both(CodePointSet? left, List<CodePointSet> members)
    {
        var right = CodePointSet.Union(members);
        return left is null ? right : left.Intersect(right);
    }

    private CodePointSet Member()
    {
        if (Bracket() is { } bracket)
        {
            return bracket;
        }

        if (Take("["))
        {
            return Class(isInner: true);
        }

        if (One(out var first) is { } known)
        {
            return known;
        }

        // A hyphen at the end is itself.
        if (!Has("-") || Has("-]") || _at + 1 >= _pattern.Length)
        {
            return CodePointSet.Range(first, first);
        }

        var place = _at++;
        if (Has("[") || One(out var last) is not null)
        {
            _at = place;
            return CodePointSet.Range(first, first);
        }

        return last >= first ? CodePointSet.Range(first, last) : throw Wrong("a range whose end comes before its beginning");
    }

    /// <summary>A class as <c>[:alpha:]</c>; null, and nothing read, where none stands.</summary>
    private CodePointSet? Bracket()
    {
        if (!Has("[:"))
        {
            return null;
        }

        var rest = _pattern.AsSpan(_at + 2, Math.Min(_pattern.Length - _at - 2, LongestBracket));
        var length = rest.IndexOf(":]");
        if (length < 0)
        {
            return null;
        }

        var name = rest[..length];
        var set = ExpressionClasses.OfBracket(name.TrimStart('^')) ?? throw Wrong($"the class [:{name}:] is not known");
        _at += length + 4;
        return name.StartsWith('^') ? set.Complement() : set;
    }

    private CodePointSet? One(out int codePoint)
    {
        if (!Take("\\"))
        {
            codePoint = NextPoint();
            return null;
        }

        if (Take("b"))
        {
            codePoint = '\b';
            return null;
        }

        return ClassEscape(inClass: true, out codePoint);
    }
}
