using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Classes and what follows a backslash.</summary>
internal sealed partial class ExpressionTranslation
{
    // Beyond so many characters nobody looks for the end of [:…:].
    private const int LongestBracket = 23;

    // Of \x{…} and \o{…}, with the brace.
    private const int LongestNumber = 10;

    private const string Unsupported = "XKkgM123456789";

    private bool IgnoresCase => _options.HasFlag(Options.IgnoresCase);

    /// <summary>What follows a backslash outside of a class.</summary>
    private bool Escape()
    {
        switch (_at < _pattern.Length ? _pattern[_at] : throw Wrong("a backslash at the end"))
        {
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G':
                Add("\\" + _pattern[_at++]);
                _isAssertion = true;
                return true;
            case 'y' or 'Y':
                throw Wrong($"'\\{_pattern[_at]}' is not supported: an expression cannot ask where characters as they are read begin");
            case 'N':
                _at++;
                Add(CodePointSet.Range('\n', '\n').Complement());
                return true;
            case 'O':
                _at++;
                Add(CodePointSet.All);
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

        if (inClass && codePoint is >= '0' and <= '7')
        {
            codePoint = Number(8, 3);
            return null;
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
            '0' => Number(8, 2),
            'u' => Hexadecimal(4),
            'x' when Take("{") => Braced(NumberStyles.AllowHexSpecifier),
            'x' => Number(16, 2),
            'o' when Take("{") => Braced(NumberStyles.None),
            'c' => Control(),
            'C' => Take("-") ? Control() : throw Wrong("\\C needs a hyphen and a letter"),
            var other => other,
        };
        return null;
    }

    private CodePointSet Property(bool isNegated, bool inClass)
    {
        var close = _pattern.IndexOf('}', _at);
        var name = close < 0 ? throw Wrong("a property without its end") : _pattern.AsSpan((_at + 2)..close);
        isNegated ^= name.StartsWith('^');
        var set = ExpressionClasses.OfProperty(name.StartsWith('^') ? name[1..] : name, inClass)
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

    // Up to so many digits, perhaps none, of a character of one byte.
    private int Number(int radix, int digits)
    {
        var value = 0;
        for (; digits > 0 && _at < _pattern.Length && char.IsAsciiHexDigit(_pattern[_at]) && Convert.ToInt32(_pattern[_at].ToString(), 16) is var digit && digit < radix; digits--, _at++)
        {
            value = (value * radix) + digit;
        }

        return value < 0x80 ? value : throw Wrong("a byte from 80 (hexadecimal) on, which is no character; write \\x{…} or \\u…");
    }

    // What a letter makes with the control key.
    private int Control() =>
        _at < _pattern.Length && char.IsAscii(_pattern[_at]) && _pattern[_at] != '\\' ? _pattern[_at++] is '?' ? 0x7F : _pattern[_at - 1] & 0x1F : throw Wrong("\\c and \\C- need a letter of ASCII");

    // In hexadecimal digits, or else octal ones.
    private int Braced(NumberStyles style)
    {
        var close = _pattern.AsSpan(_at, Math.Min(_pattern.Length - _at, LongestNumber)).IndexOf('}');
        var (digits, value) = (close < 0 ? "" : _pattern.Substring(_at, close), 0);
        if (style == NumberStyles.None)
        {
            value = digits.Length > 0 && digits.All(digit => digit is >= '0' and <= '7') ? digits.Aggregate(0, (sum, digit) => (sum * 8) + digit - '0') : -1;
        }
        else if (!int.TryParse(digits, style, CultureInfo.InvariantCulture, out value))
        {
            value = -1;
        }

        _at += close + 1;
        return value is >= 0 and <= 0x10FFFF ? value : throw Wrong("\\x{ needs the number of a character in hexadecimal digits, \\o{ in octal ones, and }");
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
            return NoRange(bracket);
        }

        if (Take("["))
        {
            return Class(isInner: true);
        }

        if (One(out var first) is { } known)
        {
            return NoRange(known);
        }

        // A hyphen at the end is itself.
        if (!Has("-") || Has("-]") || _at + 1 >= _pattern.Length)
        {
            return CodePointSet.Range(first, first);
        }

        var place = _at++;
        if (Bracket() is not null)
        {
            throw Wrong("a range whose end is a class");
        }

        if (Has("["))
        {
            // The reference forgets the beginning of a range that an inner class cuts off, and the hyphen.
            return CodePointSet.Empty;
        }

        if (Has("&&"))
        {
            _at = place;
            return CodePointSet.Range(first, first);
        }

        if (One(out var last) is not null)
        {
            throw Wrong("a range whose end is a class");
        }

        return last >= first ? CodePointSet.Range(first, last) : throw Wrong("a range whose end comes before its beginning");
    }

    // A hyphen after a class is itself only at the end.
    private CodePointSet NoRange(CodePointSet set) =>
        Has("-") && !Has("-]") && !Has("-&&") ? throw Wrong("a range whose beginning is a class; write \\- for a hyphen") : set;

    /// <summary>A class as <c>[:alpha:]</c>; null, and nothing read, where none stands.</summary>
    private CodePointSet? Bracket()
    {
        if (!Has("[:"))
        {
            return null;
        }

        var rest = _pattern.AsSpan(_at + 2, Math.Min(_pattern.Length - _at - 2, LongestBracket));
        var length = rest.IndexOfAny(':', ']');
        if (length < 0 || !rest[length..].StartsWith(":]"))
        {
            return null;
        }

        var name = rest[..length];
        var set = ExpressionClasses.OfBracket(name.StartsWith('^') ? name[1..] : name) ?? throw Wrong($"the class [:{name}:] is not known");
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
