namespace Kiln.Tokenizers;

/// <summary>Classes and properties of characters.</summary>
internal sealed partial class ExpressionReader
{
    // Beyond so many characters nobody looks for the end of [:…:].
    private const int LongestBracket = 23;

    /// <summary>A class after its opening bracket: members, ranges, classes within it, and what stands on both sides of <c>&amp;&amp;</c>.</summary>
    private ExpressionNode Class()
    {
        var set = Class(isInner: false, out var isNegated);
        return isNegated || !IgnoresCase || _options.HasFlag(Options.AsciiCase) ? new SetNode(set) : LetterFolds.Class(set);
    }

    /// <inheritdoc cref="Class()"/>
    /// <param name="isInner">Whether it stands in another one, which alone looks for letters of the other case, before it is negated.</param>
    /// <param name="isNegated">Whether it is; its characters are those that are left then.</param>
    private CodePointSet Class(bool isInner, out bool isNegated)
    {
        CheckLevels(++_depth);
        isNegated = Take("^");
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
            members.AddRange(_beside);
            _beside.Clear();
        }

        _depth--;
        var set = Both(left, members);
        set = !IgnoresCase || isInner ? set : _options.HasFlag(Options.AsciiCase) ? ExpressionClasses.WithAsciiCases(set) : set.WithCases();
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
            return Class(isInner: true, out _);
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

        if (_firstOfSeveral is { } end)
        {
            // Of several characters in one \x{…} the first is the end of the range.
            _beside.Add(CodePointSet.Range(last, last));
            last = end;
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
        var bare = name.StartsWith('^') ? name[1..] : name;
        var set = ExpressionClasses.OfBracket(bare) ?? throw Wrong($"the class [:{name}:] is not known");
        set = IsAscii(bare) ? ExpressionClasses.Ascii(set) : set;
        _at += length + 4;
        return name.StartsWith('^') ? set.Complement() : set;
    }

    private CodePointSet? One(out int codePoint)
    {
        _firstOfSeveral = null;
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

    private CodePointSet Property(bool isNegated, bool inClass)
    {
        var close = _pattern.IndexOf('}', _at);
        var name = close < 0 ? throw Wrong("a property without its end") : _pattern.AsSpan((_at + 2)..close);
        isNegated ^= name.StartsWith('^');
        var bare = name.StartsWith('^') ? name[1..] : name;
        var set = ExpressionClasses.OfProperty(bare, inClass)
            ?? throw Wrong($"the property '{RegexScanner.Quote(name)}' is not known; known are general categories such as L or Lu, scripts such as Han, blocks such as In_Basic_Latin, properties such as Emoji, and Alpha, Alnum, Lower, Upper, Digit, Space, Punct, Word");
        set = IsAscii(bare) ? ExpressionClasses.Ascii(set) : set;
        _at = close + 1;
        return isNegated ? set.Complement() : set;
    }
}
