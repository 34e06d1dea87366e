using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Groups, references to them and calls of them.</summary>
internal sealed partial class ExpressionReader
{
    // Groups in the order of their opening; where one has a name, those without are none.
    private readonly List<string?> _names = [];
    private readonly List<ExpressionNode?> _bodies = [];
    private readonly List<(int At, string Name, bool IsCall)> _pending = [];
    private bool _capturesNothing, _findsLongest;

    private (ExpressionNode Node, bool CanRepeat) Group()
    {
        var before = _options;
        ExpressionNode node;
        if (Take("?:"))
        {
            node = Body();
            _options = before;
            return (node, true);
        }

        if (Take("?=") || Take("?!") || Take("?<=") || Take("?<!"))
        {
            var (isBehind, isNegated, wasWithin) = (_pattern[_at - 2] == '<', _pattern[_at - 1] == '!', _isWithinLookBehind);
            _isWithinLookBehind |= isBehind;
            node = new LookNode(Body(), isBehind, isNegated);
            _isWithinLookBehind = wasWithin;
            (_options, _isAssertion) = (before, true);
            return (node, true);
        }

        if (Take("?>"))
        {
            node = new AtomicNode(Body());
        }
        else if (Take("?<") || Take("?'"))
        {
            var name = Name(_pattern[_at - 1] == '<' ? '>' : '\'');
            if (!IsName(name))
            {
                throw Wrong($"'{RegexScanner.Quote(name)}' is no name of a group; names are of letters, digits and underscores and begin with no digit");
            }

            node = Capture(name);
        }
        else if (Take("?("))
        {
            node = Condition();
        }
        else if (Take("?{"))
        {
            // What a program would be told here; there is none.
            SkipContents();
            return (new RowNode([]), false);
        }
        else if (Take("*"))
        {
            return (Counting(), false);
        }
        else if (Take("?~"))
        {
            node = Absent();
        }
        else if (Take("?"))
        {
            return OptionGroup(before);
        }
        else
        {
            node = _capturesNothing ? Body() : Capture(null);
        }

        (_options, _isAssertion) = (before, false);
        return (node, true);
    }

    // The parts of a group up to the parenthesis that closes it.
    private ExpressionNode Body()
    {
        var node = Alternatives();
        return Take(")") ? node : throw Wrong("a parenthesis without the one that closes it");
    }

    private (ExpressionNode Node, bool CanRepeat) OptionGroup(Options before)
    {
        ReadOptions();
        if (Take(")"))
        {
            // They hold for the rest of the group around, alternatives among it.
            var rest = Alternatives();
            (_options, _isAssertion) = (before, false);
            return (rest, false);
        }

        if (!Take(":"))
        {
            throw Wrong("a kind of group that is not supported; supported are (?:…), (?=…), (?!…), (?<=…), (?<!…), (?>…), (?<name>…), (?(…)…|…) and the options i, m, x, W, D, S, P, I, L and C");
        }

        var node = Body();
        (_options, _isAssertion) = (before, false);
        return (node, true);
    }

    private void ReadOptions()
    {
        var isFirst = _at == 2;
        for (var on = true; _at < _pattern.Length; _at++)
        {
            if (_pattern[_at] is 'L' or 'C')
            {
                // Of the whole expression, so only where it begins.
                _findsLongest |= _pattern[_at] == 'L' && isFirst && on ? true : _pattern[_at] == 'L' ? throw Wrong("the option L holds for the whole expression and stands at its beginning") : false;
                _capturesNothing |= _pattern[_at] == 'C' && isFirst && on ? true : _pattern[_at] == 'C' ? throw Wrong("the option C holds for the whole expression and stands at its beginning") : false;
                continue;
            }

            var option = _pattern[_at] switch
            {
                'i' => Options.IgnoresCase,
                'm' => Options.DotMatchesAll,
                'x' => Options.IgnoresSpaces,
                'W' => Options.AsciiWords,
                'D' => Options.AsciiDigits,
                'S' => Options.AsciiSpaces,
                'P' => Options.AsciiClasses | Options.AsciiWords | Options.AsciiDigits | Options.AsciiSpaces,
                'I' => Options.AsciiCase,
                _ => Options.None,
            };
            if (Take("y{g}"))
            {
                _at--;
                continue;
            }

            if (Has("y{w}"))
            {
                throw Wrong("(?y{w}) is not supported: \\X and \\y know characters as they are read, not words");
            }

            if (option == Options.None && _pattern[_at] != '-')
            {
                return;
            }

            on &= option != Options.None;
            _options = on ? _options | option : _options & ~option;
        }
    }

    private CaptureNode Capture(string? name)
    {
        var place = _names.Count;
        _names.Add(name);
        _bodies.Add(null);
        var node = new CaptureNode(Body(), place + 1);
        _bodies[place] = node;
        return node;
    }

    // A group that has matched, by number or name, or an expression; then what follows where it holds and where it does not.
    private ConditionNode Condition()
    {
        ExpressionNode? condition = null;
        List<int> groups = [];
        var close = _pattern.IndexOf(')', _at);
        var inside = close < 0 ? throw Wrong("a condition without its end") : _pattern[_at..close];
        var isNamed = inside.Length > 2 && ((inside[0] == '<' && inside[^1] == '>') || (inside[0] == '\'' && inside[^1] == '\''));
        if (isNamed || (inside.Length > 0 && inside.All(char.IsAsciiDigit)))
        {
            groups.Add(Refer(isNamed ? inside[1..^1] : inside, isCall: false));
            _at = close + 1;
        }
        else
        {
            condition = Body();
        }

        var branches = Body();
        return _alternatives switch
        {
            1 => new(condition, groups, branches, new RowNode([])),
            2 => new(condition, groups, ((ChoiceNode)branches).Items[0], ((ChoiceNode)branches).Items[1]),
            _ => throw Wrong("a condition with more than two alternatives"),
        };
    }

    // Braces in any number around it, a tag in brackets, and the direction.
    private void SkipContents()
    {
        var braces = 1;
        for (; Take("{"); braces++)
        {
        }

        var end = _pattern.IndexOf(new string('}', braces), _at, StringComparison.Ordinal);
        _at = end >= 0 ? end + braces : throw Wrong("a call of a program without its end");
        if (Take("["))
        {
            end = _pattern.IndexOf(']', _at);
            _at = end >= 0 ? end + 1 : throw Wrong("a tag without its end");
        }

        _ = Take("X") || Take("<") || Take(">");
        if (!Take(")"))
        {
            throw Wrong("a call of a program without its end");
        }
    }

    private string Name(char closing)
    {
        var end = _pattern.IndexOf(closing, _at);
        var name = end < 0 ? throw Wrong("the name of a group without its end") : _pattern[_at..end];
        _at = end + 1;
        return name;
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.EnumerateRunes().All(rune => ExpressionClasses.Word.Contains(rune.Value));

    /// <summary>
    /// A reference to what a group matched: <c>\k&lt;name&gt;</c>, <c>\k&lt;1&gt;</c>, <c>\k&lt;-1&gt;</c>, or at a level of calls counted from here, <c>\k&lt;name+0&gt;</c>.
    /// </summary>
    private ReferenceNode Reference()
    {
        var name = Name(Take("<") ? '>' : Take("'") ? '\'' : throw Wrong("\\k needs a name or a number within < and >"));
        var sign = name.AsSpan().LastIndexOfAny('+', '-');
        if (sign <= 0)
        {
            return new([Refer(name, isCall: false)], IgnoresCase);
        }

        return int.TryParse(name.AsSpan(sign + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            ? new([Refer(name[..sign], isCall: false)], IgnoresCase, name[sign] == '-' ? -level : level)
            : throw Wrong($"'{RegexScanner.Quote(name)}' has no number as its level of calls");
    }

    private CallNode Call()
    {
        if (_isWithinAbsent)
        {
            throw Wrong("a call within an absent operator is not supported");
        }

        var name = Name(Take("<") ? '>' : Take("'") ? '\'' : throw Wrong("\\g needs a name or a number within < and >"));
        return new(Refer(name, isCall: true));
    }

    // The place of a reference among those that are resolved when all groups are known; below zero, as no group is. What counts from here becomes a number now.
    private int Refer(string name, bool isCall)
    {
        if (name.Length > 1 && name[0] is '+' or '-' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            var distance = name.Length < 8 ? int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) : MostRepeats;
            var number = name[0] == '-' ? _names.Count + 1 - distance : _names.Count + distance;
            name = number > 0 ? number.ToString(CultureInfo.InvariantCulture) : throw Wrong($"there is no group {name} from here");
        }

        _pending.Add((_at, name, isCall));
        return -_pending.Count;
    }
}
