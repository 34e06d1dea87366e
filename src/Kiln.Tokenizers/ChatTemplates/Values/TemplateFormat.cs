using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Both ways of Python to put values into a text: <c>'%s has %d' % values</c> and <c>'{} has {:d}'.format(values)</c>.</summary>
internal static class TemplateFormat
{
    private const int MaxSize = 10_000;

    /// <summary>The operator <c>%</c> of strings. A tuple gives one value for each place, a dictionary values by name, all else the only value.</summary>
    public static string Printf(TemplateRun run, string format, object? values)
    {
        run.Grow(format.Length);
        var named = values as TemplateDict;
        List<object?> queue = values is TemplateList { Kind: TemplateListKind.Tuple } tuple ? tuple.Items : [values];
        var next = 0;
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var spec = new TemplateFormatSpec();
            object? value = null;
            var isNamed = false;
            i++;
            if (i < format.Length && format[i] == '(')
            {
                var close = format.IndexOf(')', i);
                var name = close < 0 ? throw run.Error("the format has '%(' without ')'") : format[(i + 1)..close];
                value = named is not null && named.Items.TryGetValue(name, out var found) ? found : throw run.Error($"the format asks for '{name}', which was not given");
                isNamed = true;
                i = close + 1;
            }

            for (; i < format.Length && "-+ #0".Contains(format[i], StringComparison.Ordinal); i++)
            {
                spec = format[i] switch
                {
                    '-' => spec with { Align = '<' },
                    '0' => spec with { IsZeroPadded = true },
                    '#' => spec with { IsAlternate = true },
                    var sign => spec with { Sign = sign },
                };
            }

            spec = spec with { Width = ReadSize(run, format, ref i) ?? 0 };
            if (i < format.Length && format[i] == '.')
            {
                i++;
                spec = spec with { Precision = ReadSize(run, format, ref i) ?? 0 };
            }

            var kind = i < format.Length ? format[i] : throw run.Error("the format ends in the middle of a place for a value");
            if (kind == '%')
            {
                text.Append('%');
                continue;
            }

            if (!isNamed)
            {
                value = next < queue.Count ? queue[next++] : throw run.Error($"the format has more places than the {queue.Count} values that were given");
            }

            text.Append(Place(run, spec with { Align = spec.Align == '\0' ? '>' : spec.Align }, kind, value));
        }

        return named is null && next < queue.Count && values is not TemplateUndefined
            ? throw run.Error($"the format has {next} places, and {queue.Count} values were given")
            : text.ToString();
    }

    private static string Place(TemplateRun run, TemplateFormatSpec spec, char kind, object? value)
    {
        switch (kind)
        {
            case 's' or 'r' or 'a':
                return (spec with { Kind = 's', IsZeroPadded = false }).Apply(run, kind == 's' ? TemplateRepr.Str(run, value) : TemplateRepr.Repr(run, value));
            case 'd' or 'i' or 'u':
                var number = TemplateNumbers.AsInteger(value) ?? (value is double d && double.IsFinite(d) && Math.Abs(d) < 9e18 ? (long?)d : null)
                    ?? throw run.Error($"'%{kind}' needs a number, not {TemplateValues.TypeName(value)}");
                return (spec with { Kind = 'd' }).Apply(run, number);
            case 'x' or 'X' or 'o':
                return (spec with { Kind = kind }).Apply(run, TemplateNumbers.AsInteger(value) ?? throw run.Error($"'%{kind}' needs an integer"));
            case 'f' or 'F' or 'e' or 'E' or 'g' or 'G':
                return (spec with { Kind = kind }).Apply(run, TemplateNumbers.AsDouble(value) ?? throw run.Error($"'%{kind}' needs a number, not {TemplateValues.TypeName(value)}"));
            case 'c' when value is string:
                return spec.Apply(run, value);
            default:
                throw run.Error($"'%{kind}' is no place for a value; %s, %d, %f, %x and %% are");
        }
    }

    private static int? ReadSize(TemplateRun run, string format, ref int at)
    {
        var from = at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            at++;
        }

        return at == from ? null : ParseSize(run, format.AsSpan(from, at - from));
    }

    internal static int ParseSize(TemplateRun run, ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= MaxSize
            ? size
            : throw run.Error($"a width or precision of {digits.ToString()} in a format; at most {MaxSize} are allowed", ChatTemplateFailure.Limit);

    /// <summary>The method <c>format</c> of strings.</summary>
    public static string Format(TemplateRun run, string format, TemplateArguments arguments)
    {
        var automatic = 0;
        return Format(run, format, arguments, ref automatic, 0);
    }

    private static string Format(TemplateRun run, string format, TemplateArguments arguments, ref int automatic, int depth)
    {
        if (depth > 2)
        {
            throw run.Error("the places of a format nest too deep");
        }

        run.Grow(format.Length);
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c is not '{' and not '}')
            {
                text.Append(c);
                continue;
            }

            if (i + 1 < format.Length && format[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            var close = c == '{' ? Close(format, i) : -1;
            if (close < 0)
            {
                throw run.Error($"the format has a single '{c}'; write '{c}{c}' for the character itself");
            }

            text.Append(Field(run, format[(i + 1)..close], arguments, ref automatic, depth));
            i = close;
        }

        return text.ToString();
    }

    private static int Close(string format, int open)
    {
        var level = 0;
        for (var i = open; i < format.Length; i++)
        {
            level += format[i] == '{' ? 1 : format[i] == '}' ? -1 : 0;
            if (level == 0)
            {
                return i;
            }
        }

        return -1;
    }

    // name.attribute[index]!r:specification
    private static string Field(TemplateRun run, string field, TemplateArguments arguments, ref int automatic, int depth)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var specification = colon < 0 ? "" : field[(colon + 1)..];
        var path = colon < 0 ? field : field[..colon];
        var conversion = path.IndexOf('!', StringComparison.Ordinal) is var mark && mark >= 0 ? path[(mark + 1)..] : "";
        path = mark >= 0 ? path[..mark] : path;
        var end = path.AsSpan().IndexOfAny('.', '[') is var at && at < 0 ? path.Length : at;
        var value = Argument(run, path[..end], arguments, ref automatic);
        while (end < path.Length)
        {
            var isItem = path[end] == '[';
            var stop = isItem ? path.IndexOf(']', end) : path.AsSpan(end + 1).IndexOfAny('.', '[') is var found && found < 0 ? path.Length : end + 1 + found;
            if (stop < 0)
            {
                throw run.Error("the format has '[' without ']'");
            }

            var key = path[(end + 1)..stop];
            value = isItem
                ? TemplateAccess.Item(run, value, long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : key)
                : TemplateAccess.Attribute(run, value, key);
            end = isItem ? stop + 1 : stop;
        }

        value = conversion switch
        {
            "" => value,
            "r" or "a" => TemplateRepr.Repr(run, value),
            "s" => TemplateRepr.Str(run, value),
            _ => throw run.Error($"the format has the conversion '!{conversion}'; !s and !r exist"),
        };
        specification = specification.Contains('{', StringComparison.Ordinal) ? Format(run, specification, arguments, ref automatic, depth + 1) : specification;
        return TemplateFormatSpec.Parse(run, specification).Apply(run, value);
    }

    private static object? Argument(TemplateRun run, string name, TemplateArguments arguments, ref int automatic)
    {
        if (name.Length == 0 || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            var index = name.Length == 0 ? automatic++ : int.Parse(name, CultureInfo.InvariantCulture);
            return index < arguments.Positional.Count
                ? arguments.Positional[index]
                : throw run.Error($"the format asks for value {index}, and {arguments.Positional.Count} were given");
        }

        run.Work(16L * arguments.Named.Count);
        foreach (var (key, value) in arguments.Named)
        {
            if (key == name)
            {
                return value;
            }
        }

        throw run.Error($"the format asks for '{name}', which was not given");
    }
}
