using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// Reads an expression as Oniguruma does by its Ruby syntax, which is that of tokenizer.json, and writes it for .NET's engine over an alphabet of its own: possessive quantifiers
/// become atomic groups, options their meaning, classes letters. <c>^</c> and <c>$</c> are the ends of lines, <c>(?m)</c> lets the dot match line feeds, and a
/// quantifier in braces is no possessive one with a plus after it (<c>a{2}+</c> repeats <c>a{2}</c>), but with its bounds in the wrong order.
/// </summary>
internal sealed partial class ExpressionTranslation
{
    // Of groups, classes and quantifiers within one another: so deep both this reader and .NET's engine get with a small stack too.
    private const int MostLevels = 250;

    // Above it the reference refuses a bound of a quantifier.
    private const int MostRepeats = 100_000;

    // Of what .NET's engine is given.
    private const int MostText = 1 << 22;

    private readonly string _pattern;

    // Text for the engine, or a class that is written when all of them are known.
    private readonly List<(string? Text, CodePointSet? Set)> _parts = [];
    private int _at;
    private Options _options;

    // How many groups and classes are open, and how many levels the last atom has in itself.
    private int _depth, _height;

    // Whether the last atom is an assertion, which the reference refuses to repeat.
    private bool _isAssertion;

    private ExpressionTranslation(string pattern) => _pattern = pattern;

    [Flags]
    private enum Options
    {
        None = 0,
        IgnoresCase = 1,
        DotMatchesAll = 2,
        IgnoresSpaces = 4,
    }

    /// <summary>The expression for .NET's engine, and its alphabet.</summary>
    /// <exception cref="ArgumentException">It is no expression, or has what is not supported.</exception>
    public static (string Expression, ExpressionAlphabet Alphabet) Translate(string pattern)
    {
        var translation = new ExpressionTranslation(pattern);
        translation.Alternatives();
        if (translation._at < pattern.Length)
        {
            throw translation.Wrong("a closing parenthesis without an opening one");
        }

        var alphabet = new ExpressionAlphabet([.. translation._parts.Select(part => part.Set).OfType<CodePointSet>().Distinct()]);
        var output = new StringBuilder();
        foreach (var (text, set) in translation._parts)
        {
            output.Append(text ?? alphabet.ClassOf(set!));
            if (output.Length > MostText)
            {
                throw new ArgumentException($"its classes written out take more than {MostText} characters");
            }
        }

        return (output.ToString(), alphabet);
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

    private void Add(string text) => _parts.Add((text, null));

    private void Add(CodePointSet set) => _parts.Add((null, set));

    private int NextPoint()
    {
        var rune = Rune.GetRuneAt(_pattern, _at);
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    // Until the end, or the parenthesis that closes the group.
    private void Alternatives()
    {
        CheckLevels(++_depth);
        var (options, highest) = (_options, 0);

        // An alternative that is an assertion and nothing else makes all of them one.
        var (atoms, isAssertion) = (0, false);
        while (SkipIgnored() && _at < _pattern.Length && _pattern[_at] != ')')
        {
            if (Take("|"))
            {
                Add("|");
                isAssertion |= atoms == 1 && _isAssertion;
                atoms = 0;
                continue;
            }

            atoms++;
            (var first, _height, _isAssertion) = (_parts.Count, 0, false);
            if (Atom())
            {
                Quantifiers(first);
            }

            highest = Math.Max(highest, _height);
        }

        _options = options;
        _height = highest + 1;
        _isAssertion = isAssertion || (atoms == 1 && _isAssertion);
        _depth--;
    }

    /// <summary>One character, class, group or assertion; false for what no quantifier can follow.</summary>
    private bool Atom()
    {
        switch (_pattern[_at])
        {
            case '(':
                _at++;
                return Group();
            case '[':
                _at++;
                Add(Class());
                return true;
            case '\\':
                _at++;
                return Escape();
            case '.':
                _at++;
                Add(_options.HasFlag(Options.DotMatchesAll) ? CodePointSet.All : CodePointSet.Range('\n', '\n').Complement());
                return true;
            case '^':
                // Not after a line feed that ends the text.
                _at++;
                _isAssertion = true;
                Add(@"(?:\A|(?<=\n)(?!\z))");
                return true;
            case '$':
                _at++;
                _isAssertion = true;
                Add("(?m:$)");
                return true;
            case '*' or '+' or '?' or '{' when Quantifier(out var text, out _, out _):
                throw Wrong($"nothing before '{text}' that it could repeat");
            default:
                Add(CodePointSet.Of(NextPoint(), IgnoresCase));
                return true;
        }
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

    private bool Group()
    {
        var (before, isLook, isPlain) = (_options, Has("?=") || Has("?!") || Has("?<=") || Has("?<!"), Has("?:"));
        if (Take("?<=") || Take("?<!") || Take("?:") || Take("?=") || Take("?!") || Take("?>"))
        {
            Add("(" + _pattern[_pattern.LastIndexOf('?', _at - 1).._at]);
        }
        else if (Take("?<") || Take("?'"))
        {
            // Nothing refers to a group, so its name does not matter.
            var end = _pattern.IndexOfAny(['>', '\''], _at);
            _at = end >= 0 ? end + 1 : throw Wrong("the name of a group without its end");
            Add("(?:");
        }
        else if (Take("?"))
        {
            ReadOptions();
            Add("(?:");
            if (Take(")"))
            {
                // They hold for the rest of the group around, alternatives among it.
                Alternatives();
                Add(")");
                (_options, _isAssertion) = (before, false);
                return false;
            }

            if (!Take(":"))
            {
                throw Wrong("a kind of group that is not supported; supported are (?:…), (?=…), (?!…), (?<=…), (?<!…), (?>…), (?<name>…) and the options i, m and x");
            }
        }
        else
        {
            Add("(?:");
        }

        Alternatives();
        if (!Take(")"))
        {
            throw Wrong("a parenthesis without the one that closes it");
        }

        Add(")");
        (_options, _isAssertion) = (before, isLook || (isPlain && _isAssertion));
        return true;
    }

    private void ReadOptions()
    {
        for (var on = true; _at < _pattern.Length; _at++)
        {
            var option = _pattern[_at] switch
            {
                'i' => Options.IgnoresCase,
                'm' => Options.DotMatchesAll,
                'x' => Options.IgnoresSpaces,
                _ => Options.None,
            };
            if (option == Options.None && _pattern[_at] != '-')
            {
                return;
            }

            on &= option != Options.None;
            _options = on ? _options | option : _options & ~option;
        }
    }

    // Every further quantifier repeats what the ones before made.
    private void Quantifiers(int first)
    {
        for (var count = 0; SkipIgnored() && Quantifier(out var text, out var inBraces, out var isPossessive); count++)
        {
            if (_isAssertion)
            {
                throw Wrong($"'{text}' repeats an assertion (^, $, \\b, (?=…) and the like), which matches nothing that could be repeated");
            }

            if (count > 0)
            {
                Wrap(first, "(?:");
            }

            Add(text);
            if (isPossessive)
            {
                Wrap(first, "(?>");
            }
            else if (inBraces)
            {
                // A question mark after an interval without a range makes it optional, after one with a range lazy.
                if (text.Contains(',', StringComparison.Ordinal) && Take("?"))
                {
                    Add("?");
                }
            }
            else if (Take("?"))
            {
                Add("?");
            }
            else if (Take("+"))
            {
                Wrap(first, "(?>");
            }
        }
    }

    private void Wrap(int first, string opening)
    {
        CheckLevels(_depth + ++_height);
        _parts.Insert(first, (opening, null));
        Add(")");
    }

    private bool Quantifier(out string text, out bool inBraces, out bool isPossessive)
    {
        (text, inBraces, isPossessive) = ("", false, false);
        if (_at == _pattern.Length)
        {
            return false;
        }

        if (_pattern[_at] is '*' or '+' or '?')
        {
            text = _pattern[_at++].ToString();
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
            text = string.Create(CultureInfo.InvariantCulture, $"{{{least}}}");
            return true;
        }

        // Bounds in the wrong order make it possessive.
        isPossessive = least > most;
        (least, most) = isPossessive ? (most, least) : (least ?? 0, most);
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
