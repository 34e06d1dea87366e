using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>What follows a backslash.</summary>
internal sealed partial class ExpressionReader
{
    // Of \x{…} and \o{…}.
    private const int LongestNumber = 11;

    // Characters of \x{…} and \o{…} before the last one, which are parts of their own; and within a class those beside the one that may begin or end a range.
    private readonly List<ExpressionNode> _ahead = [];
    private readonly List<CodePointSet> _beside = [];
    private int? _firstOfSeveral;

    private bool IgnoresCase => _options.HasFlag(Options.IgnoresCase);

    /// <summary>What follows a backslash outside of a class.</summary>
    private ExpressionNode Escape()
    {
        var letter = _at < _pattern.Length ? _pattern[_at] : throw Wrong("a backslash at the end");
        switch (letter)
        {
            case 'b' or 'B' when _options.HasFlag(Options.AsciiWords):
                _at++;
                _isAssertion = true;
                return AsciiBoundary(letter == 'B');
            case 'b' or 'B' or 'A' or 'z' or 'Z' or 'G' or 'y' or 'Y':
                _at++;
                return Place(letter switch
                {
                    'b' => ExpressionPlace.WordBoundary,
                    'B' => ExpressionPlace.NotWordBoundary,
                    'A' => ExpressionPlace.TextStart,
                    'z' => ExpressionPlace.TextEnd,
                    'Z' => ExpressionPlace.TextEndOrLastLine,
                    'G' => ExpressionPlace.SearchStart,
                    'y' => ExpressionPlace.GraphemeBoundary,
                    _ => ExpressionPlace.NotGraphemeBoundary,
                });
            case 'N':
                _at++;
                return new SetNode(CodePointSet.Range('\n', '\n').Complement());
            case 'O':
                _at++;
                return new SetNode(CodePointSet.All);
            case 'K':
                _at++;
                _isAssertion = true;
                return new KeepNode();
            case 'X':
                _at++;
                return new GraphemeNode();
            case 'R':
                _at++;
                return new AtomicNode(new ChoiceNode([
                    new RowNode([new SetNode(CodePointSet.Range('\r', '\r')), new SetNode(CodePointSet.Range('\n', '\n'))]),
                    new SetNode(CodePointSet.Union(CodePointSet.Range('\n', '\r'), CodePointSet.Range(0x85, 0x85), CodePointSet.Range(0x2028, 0x2029)))]));
            case 'k' when Has("k<") || Has("k'"):
                _at++;
                return Reference();
            case 'g' when Has("g<") || Has("g'"):
                _at++;
                return Call();
            case >= '1' and <= '9' when NumberedReference() is { } reference:
                return reference;
        }

        var set = ClassEscape(inClass: false, out var codePoint);
        return set is null ? Literal(codePoint) : new SetNode(set);
    }

    // A number of one digit, or of a group that has begun, refers to a group; another is octal.
    private ReferenceNode? NumberedReference()
    {
        var end = _at;
        while (end < _pattern.Length && char.IsAsciiDigit(_pattern[end]))
        {
            end++;
        }

        var digits = _pattern[_at..end];
        if (digits.Length > 1 && (digits.Length > 5 || int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) > _names.Count))
        {
            return null;
        }

        _at = end;
        return new([Refer(digits, isCall: false)], IgnoresCase);
    }

    private static ChoiceNode AsciiBoundary(bool isNegated)
    {
        var word = new SetNode(ExpressionClasses.Ascii(ExpressionClasses.Word));
        LookNode Look(bool isBehind, bool isNot) => new(word, isBehind, isNot);
        return new([new RowNode([Look(true, false), Look(false, !isNegated)]), new RowNode([Look(true, true), Look(false, isNegated)])]);
    }

    /// <summary>What follows a backslash anywhere: a class, or else one character.</summary>
    private CodePointSet? ClassEscape(bool inClass, out int codePoint)
    {
        codePoint = _at < _pattern.Length ? _pattern[_at] : throw Wrong("a backslash at the end");
        if (codePoint is 'p' or 'P' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '{')
        {
            return Property(codePoint == 'P', inClass);
        }

        if (codePoint < 0x80 && ExpressionClasses.OfEscape((char)codePoint, inClass, IsAscii((char)codePoint)) is { } known)
        {
            _at++;
            return known;
        }

        if (codePoint is >= '0' and <= '7')
        {
            codePoint = Bytes(Number(8, 3), inClass);
            return null;
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
            'u' => Hexadecimal(4),
            'x' when Take("{") => Braced(16, inClass),
            'x' => Bytes(Number(16, 2), inClass),
            'o' when Take("{") => Braced(8, inClass),
            'c' => Control(),
            'C' => Take("-") ? Control() : throw Wrong("\\C needs a hyphen and a letter"),
            'M' => Take("-") ? Meta() : throw Wrong("\\M needs a hyphen and a character"),
            var other => other,
        };
        return null;
    }

    // Whether a letter that means a class means its members of ASCII.
    private bool IsAscii(char letter) => _options.HasFlag((letter | 0x20) switch { 'w' => Options.AsciiWords, 'd' => Options.AsciiDigits, 's' => Options.AsciiSpaces, _ => Options.AsciiClasses });

    private bool IsAscii(ReadOnlySpan<char> name) => ExpressionClasses.PlainName(name) switch
    {
        "word" => _options.HasFlag(Options.AsciiWords),
        "digit" => _options.HasFlag(Options.AsciiDigits),
        "space" => _options.HasFlag(Options.AsciiSpaces),
        var plain => _options.HasFlag(Options.AsciiClasses) && ExpressionClasses.IsBracketName(plain),
    };

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

        return value;
    }

    // A byte of a character of several, whose others follow in the same form; below 80 (hexadecimal) it is the character itself.
    private int Bytes(int first, bool inClass)
    {
        if (first < 0x80 || (inClass && first < 0xC0))
        {
            return first;
        }

        Span<byte> bytes = stackalloc byte[4];
        var count = first > 0xFF ? throw Wrong("a byte above FF (hexadecimal)") : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        bytes[0] = (byte)first;
        for (var i = 1; i < count; i++)
        {
            bytes[i] = (byte)(Take("\\x") ? Number(16, 2) : Has("\\") && _at + 1 < _pattern.Length && _pattern[_at + 1] is >= '0' and <= '7' && Take("\\") ? Number(8, 3) : 0);
        }

        return System.Text.Rune.DecodeFromUtf8(bytes[..count], out var rune, out var length) == System.Buffers.OperationStatus.Done && length == count
            ? rune.Value
            : throw Wrong("a byte from 80 (hexadecimal) on without those that make a character of it; write \\x{…} or \\u…");
    }

    // What a letter makes with the control key.
    private int Control()
    {
        if (_at >= _pattern.Length || !char.IsAscii(_pattern[_at]))
        {
            throw Wrong("\\c and \\C- need a letter of ASCII");
        }

        var value = _pattern[_at++];
        return value is '?' ? 0x7F : (value == '\\' ? Escaped() : value) & 0x9F;
    }

    // A character with the meta key: the one of the upper half of Latin-1.
    private int Meta()
    {
        if (_at >= _pattern.Length)
        {
            throw Wrong("\\M- needs a character");
        }

        var value = NextPoint();
        return ((value == '\\' ? Escaped() : value) & 0xFF) | 0x80;
    }

    // A character after the control or the meta key that is written with a backslash.
    private int Escaped() => ClassEscape(inClass: true, out var point) is null ? point : throw Wrong("a class after \\c, \\C- or \\M-, which need a character");

    // Characters by number, spaces between; within a class ranges too. The last of them is the one that what follows belongs to.
    private int Braced(int radix, bool inClass)
    {
        int? last = null, from = null;
        for (; ; )
        {
            while (_at < _pattern.Length && _pattern[_at] is ' ' or '\n')
            {
                _at++;
            }

            if (inClass && last is not null && from is null && Take("-"))
            {
                (from, last) = (last, null);
                continue;
            }

            if (last is not null && Has("}"))
            {
                break;
            }

            if (last is { } before)
            {
                Put(from, before);
            }

            from = last is null ? from : null;
            last = Digits(radix);
            if (from is { } first)
            {
                _beside.Add(last >= first ? CodePointSet.Range(first, last.Value) : throw Wrong("a range whose end comes before its beginning"));
                from = null;
            }

            if (_at < _pattern.Length && _pattern[_at] is not ('}' or ' ' or '\n' or '-'))
            {
                throw NoNumber();
            }

            if (_at < _pattern.Length && _pattern[_at] is ' ' or '\n' && _pattern.AsSpan(_at).TrimStart(" \n").StartsWith("}"))
            {
                throw NoNumber();
            }
        }

        _at++;
        return last!.Value;

        void Put(int? start, int point)
        {
            if (inClass)
            {
                _firstOfSeveral ??= point;
                _beside.Add(CodePointSet.Range(start ?? point, point));
            }
            else
            {
                _ahead.Add(Literal(point));
            }
        }
    }

    private ArgumentException NoNumber() => Wrong("\\x{ needs numbers of characters in hexadecimal digits, \\o{ in octal ones, and }");

    private int Digits(int radix)
    {
        var (start, value) = (_at, 0L);
        for (; _at < _pattern.Length && char.IsAsciiHexDigit(_pattern[_at]) && Convert.ToInt32(_pattern[_at].ToString(), 16) is var digit && digit < radix && _at - start < LongestNumber; _at++)
        {
            value = (value * radix) + digit;
        }

        return _at > start && value <= 0x10FFFF ? (int)value : throw NoNumber();
    }
}
