using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Reads an expression as Oniguruma does by its own syntax, which is that of tokenizer.json: <c>^</c> and <c>$</c> are the ends of lines, <c>(?m)</c> lets the dot match line feeds, and a
/// quantifier in braces is no possessive one with a plus after it (<c>a{2}+</c> repeats <c>a{2}</c>), but with its bounds in the wrong order.
/// </summary>
internal sealed partial class ExpressionReader
{
    // Of groups, classes and quantifiers within one another: so deep both this reader and .NET's engine get with a small stack too.
    private const int MostLevels = 250;

    // Above it the reference refuses a bound of a quantifier.
    private const int MostRepeats = 100_000;

    private readonly string _pattern;
    private int _at;
    private Options _options;

    // How many groups and classes are open, and how many levels the last atom has in itself.
    private int _depth, _height;

    // How many alternatives the group had that was read last.
    private int _alternatives;

    // Whether the last atom is an assertion, which the reference refuses to repeat.
    private bool _isAssertion;

    private ExpressionReader(string pattern) => _pattern = pattern;

    [Flags]
    private enum Options
    {
        None = 0,
        IgnoresCase = 1,
        DotMatchesAll = 2,
        IgnoresSpaces = 4,
        AsciiWords = 8,
        AsciiDigits = 16,
        AsciiSpaces = 32,
        AsciiClasses = 64,
        AsciiCase = 128,
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ArgumentException">It is no expression, or has what is not supported.</exception>
    public static ExpressionTree Read(string pattern)
    {
        var reader = new ExpressionReader(pattern);
        var root = reader.Alternatives();
        return reader._at == pattern.Length ? reader.Resolve(root) : throw reader.Wrong("a closing parenthesis without an opening one");
    }

    private bool Has(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;

    private bool Take(string text)
    {
        var found = Has(text);
        _at += found ? text.Length : 0;
        return found;
    }

    private ArgumentException Wrong(string reason) => new($"{reason} (at character {_at + 1})");

    private void CheckLevels(int levels)
    {
        if (levels > MostLevels)
        {
            throw Wrong($"groups, classes or quantifiers stand more than {MostLevels} levels deep within one another");
        }
    }

    private int NextPoint()
    {
        var rune = Rune.GetRuneAt(_pattern, _at);
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    // One alternative, up to what ends it.
    private ExpressionNode Alternative() => Alternatives(onlyOne: true);

    // Until the end, or the parenthesis that closes the group.
    private ExpressionNode Alternatives(bool onlyOne = false)
    {
        CheckLevels(++_depth);
        var (options, highest) = (_options, 0);
        List<ExpressionNode> choices = [], row = [];

        // An alternative that is an assertion and nothing else makes all of them one.
        var (atoms, isAssertion) = (0, false);
        while (SkipIgnored() && _at < _pattern.Length && _pattern[_at] != ')' && !(onlyOne && _pattern[_at] == '|'))
        {
            if (Take("|"))
            {
                choices.Add(Row(row));
                row = [];
                isAssertion |= atoms == 1 && _isAssertion;
                atoms = 0;
                continue;
            }

            atoms++;
            (_height, _isAssertion) = (0, false);
            var (atom, canRepeat) = Atom();
            row.AddRange(_ahead);
            _ahead.Clear();
            row.Add(canRepeat ? Quantifiers(atom) : atom);
            highest = Math.Max(highest, _height);
        }

        choices.Add(Row(row));
        _options = options;
        _height = highest + 1;
        _isAssertion = isAssertion || (atoms == 1 && _isAssertion);
        _depth--;
        _alternatives = choices.Count;
        return choices.Count == 1 ? choices[0] : new ChoiceNode(choices);
    }

    private static ExpressionNode Row(List<ExpressionNode> items) => LetterFolds.Expand(items) is [var single] ? single : new RowNode(LetterFolds.Expand(items));

    /// <summary>One character, class, group or assertion, and whether a quantifier can follow.</summary>
    private (ExpressionNode Node, bool CanRepeat) Atom()
    {
        switch (_pattern[_at])
        {
            case '(':
                _at++;
                return Group();
            case '[':
                _at++;
                return (Class(), true);
            case '\\':
                _at++;
                return (Escape(), true);
            case '.':
                _at++;
                return (new SetNode(_options.HasFlag(Options.DotMatchesAll) ? CodePointSet.All : CodePointSet.Range('\n', '\n').Complement()), true);
            case '^':
                _at++;
                return (Place(ExpressionPlace.LineStart), true);
            case '$':
                _at++;
                return (Place(ExpressionPlace.LineEnd), true);
            case '*' or '+' or '?' or '{' when Quantifier(out var text, out _, out _, out _, out _):
                throw Wrong($"nothing before '{text}' that it could repeat");
            default:
                return (Literal(NextPoint()), true);
        }
    }

    private PlaceNode Place(ExpressionPlace place)
    {
        _isAssertion = true;
        return new(place);
    }

    private SetNode Literal(int point) => new(CasesOf(point), IgnoresCase && !_options.HasFlag(Options.AsciiCase) ? point : -1);

    private CodePointSet CasesOf(int point)
    {
        if (!_options.HasFlag(Options.AsciiCase) || !IgnoresCase)
        {
            return CodePointSet.Of(point, IgnoresCase);
        }

        return point < 0x80 && char.IsAsciiLetter((char)point) ? CodePointSet.Union(CodePointSet.Range(point | 0x20, point | 0x20), CodePointSet.Range(point & ~0x20, point & ~0x20)) : CodePointSet.Range(point, point);
    }

    /// <summary>Passes over comments, and where spaces are ignored over these; always true.</summary>
    private bool SkipIgnored()
    {
        for (; ; )
        {
            if (Take("(?#"))
            {
                var end = _pattern.IndexOf(')', _at);
                _at = end >= 0 ? end + 1 : throw Wrong("a comment without its end");
            }
            else if (!_options.HasFlag(Options.IgnoresSpaces) || _at == _pattern.Length)
            {
                return true;
            }
            else if (_pattern[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (_pattern[_at] == '#')
            {
                _at = _pattern.IndexOf('\n', _at) is >= 0 and var end ? end + 1 : _pattern.Length;
            }
            else
            {
                return true;
            }
        }
    }

    // Every further quantifier repeats what the ones before made.
    private ExpressionNode Quantifiers(ExpressionNode node)
    {
        for (var count = 0; SkipIgnored() && Quantifier(out var text, out var least, out var most, out var inBraces, out var isPossessive); count++)
        {
            if (_isAssertion)
            {
                throw Wrong($"'{text}' repeats an assertion (^, $, \\b, (?=…) and the like), which matches nothing that could be repeated");
            }

            if (count > 0)
            {
                CheckLevels(_depth + ++_height);
            }
            else
            {
                // A letter that is repeated is none of a row.
                node = LetterFolds.Expand([node])[0];
            }

            if (inBraces)
            {
                // A question mark after an interval without a range makes it optional, after one with a range lazy.
                var isLazy = !isPossessive && text.Contains(',', StringComparison.Ordinal) && Take("?");
                node = new RepeatNode(node, least, most, isLazy);
                node = isPossessive ? Atomic(node) : node;
                continue;
            }

            node = Take("?") ? Repeat(node, least, most, isLazy: true) : Take("+") ? Atomic(Repeat(node, least, most, isLazy: false)) : Repeat(node, least, most, isLazy: false);
        }

        return node;
    }

    // Of ?, * and + directly upon one another, all of them greedy or all lazy, one is left, as in the reference: two would find the same in many more ways. So is one of +? and * or +.
    private static RepeatNode Repeat(ExpressionNode body, int lower, int upper, bool isLazy) =>
        body is RepeatNode { Lower: <= 1, Upper: 1 or ExpressionNode.Endless } inner
            && (inner.IsLazy == isLazy || (!isLazy && upper == ExpressionNode.Endless && inner is { Lower: 1, Upper: ExpressionNode.Endless }))
            ? new(inner.Body, lower * inner.Lower, Math.Max(upper, inner.Upper), isLazy)
            : new(body, lower, upper, isLazy);

    private AtomicNode Atomic(ExpressionNode node)
    {
        CheckLevels(_depth + ++_height);
        return new(node);
    }

    private bool Quantifier(out string text, out int lower, out int upper, out bool inBraces, out bool isPossessive)
    {
        (text, lower, upper, inBraces, isPossessive) = ("", 0, ExpressionNode.Endless, false, false);
        if (_at == _pattern.Length)
        {
            return false;
        }

        if (_pattern[_at] is '*' or '+' or '?')
        {
            text = _pattern[_at++].ToString();
            (lower, upper) = text switch { "+" => (1, upper), "?" => (0, 1), _ => (0, upper) };
            return true;
        }

        var place = _at;
        var least = Take("{") ? Bound() : null;
        var (hasComma, most) = (place < _at && Take(","), (int?)null);
        most = hasComma ? Bound() : least;
        if ((least ?? most) is null || !Take("}"))
        {
            _at = place;
            return false;
        }

        inBraces = true;
        if (!hasComma)
        {
            (lower, upper) = (least!.Value, least.Value);
            text = string.Create(CultureInfo.InvariantCulture, $"{{{least}}}");
            return true;
        }

        // Bounds in the wrong order make it possessive.
        isPossessive = least > most;
        (least, most) = isPossessive ? (most, least) : (least ?? 0, most);
        (lower, upper) = (least!.Value, most ?? upper);
        text = string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}");
        return true;
    }

    // The digits of a bound; null where there are none.
    private int? Bound()
    {
        int? value = null;
        for (; _at < _pattern.Length && char.IsAsciiDigit(_pattern[_at]); _at++)
        {
            value = ((value ?? 0) * 10) + _pattern[_at] - '0';
            if (value > MostRepeats)
            {
                throw Wrong($"a quantifier with a bound above {MostRepeats}");
            }
        }

        return value;
    }
}
