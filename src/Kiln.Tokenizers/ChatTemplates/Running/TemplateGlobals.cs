using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Functions that every template has.</summary>
internal static class TemplateGlobals
{
    private const int MaxRange = 100_000;

    public static TemplateScope Scope()
    {
        var scope = new TemplateScope(null);
        Add("range", Range);
        Add("namespace", Namespace);
        Add("dict", Dict);
        Add("raise_exception", (run, arguments) =>
            throw run.Error(TemplateRepr.Str(run, arguments.Bind(run, "raise_exception", "message").Required(0)), ChatTemplateFailure.Refused));
        Add("strftime_now", (run, arguments) => run.Made(Strftime(run, arguments.Bind(run, "strftime_now", "format").RequiredText(0))));
        Add("cycler", (run, arguments) => arguments.Positional.Count > 0
            ? new TemplateCycler(arguments.Positional)
            : throw run.Error("cycler needs the values to go through"));
        Add("joiner", (run, arguments) =>
        {
            var separator = arguments.Bind(run, "joiner", "sep").Text(0, ", ");
            var isUsed = false;
            return new TemplateFunction("joiner", (_, _) =>
            {
                var now = isUsed ? separator : "";
                isUsed = true;
                return now;
            });
        });
        return scope;

        void Add(string name, Func<TemplateRun, TemplateArguments, object?> body) => scope[name] = new TemplateFunction(name, body);
    }

    private static TemplateList Range(TemplateRun run, TemplateArguments arguments)
    {
        var given = arguments.Bind(run, "range", "start", "stop", "step");
        given.Required(0);
        var (start, stop) = given.Has(1) ? (given.Integer(0, 0), given.Integer(1, 0)) : (0, given.Integer(0, 0));
        var step = given.Integer(2, 1);
        if (step == 0)
        {
            throw run.Error("the step of range is 0; it must be another number");
        }

        var distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var count = distance <= 0 ? 0 : ((distance - 1) / Int128.Abs(step)) + 1;
        if (count > MaxRange)
        {
            throw run.Error($"a range of {count} numbers; at most {MaxRange} are allowed", ChatTemplateFailure.Limit);
        }

        run.Grow((long)count);
        var items = new List<object?>((int)count);
        for (var i = 0L; i < count; i++)
        {
            items.Add(start + (i * step));
        }

        return new TemplateList(items);
    }

    private static TemplateNamespace Namespace(TemplateRun run, TemplateArguments arguments)
    {
        var space = new TemplateNamespace();
        foreach (var (key, value) in Dict(run, arguments).Items)
        {
            space.Attributes[key as string ?? throw run.Error("the names of a namespace are strings")] = value;
        }

        return space;
    }

    private static TemplateDict Dict(TemplateRun run, TemplateArguments arguments)
    {
        var dict = new TemplateDict();
        if (arguments.Positional.Count > 1)
        {
            throw run.Error($"dict takes at most one argument by position, {arguments.Positional.Count} were given");
        }

        if (arguments.Positional is [TemplateDict other])
        {
            run.Grow(other.Items.Count);
            foreach (var (key, value) in other.Items)
            {
                dict.Items[key] = value;
            }
        }
        else if (arguments.Positional.Count == 1)
        {
            foreach (var pair in run.Elements(arguments.Positional[0]))
            {
                run.Step();
                dict.Items[run.Key(pair is TemplateList { Items.Count: 2 } two ? two.Items[0] : throw run.Error("dict needs pairs of key and value"))] = two.Items[1];
            }
        }

        foreach (var (name, value) in arguments.Named)
        {
            dict.Items[name] = value;
        }

        return dict;
    }

    // The codes of strftime in the C locale; a minus after the sign drops leading zeros.
    private static string Strftime(TemplateRun run, string format)
    {
        var now = run.Clock.GetLocalNow();
        var culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var trims = format[i + 1] == '-' && i + 2 < format.Length;
            i += trims ? 2 : 1;
            var piece = format[i] switch
            {
                'd' => now.ToString("dd", culture),
                'e' => now.Day.ToString(culture).PadLeft(2),
                'm' => now.ToString("MM", culture),
                'b' or 'h' => now.ToString("MMM", culture),
                'B' => now.ToString("MMMM", culture),
                'y' => now.ToString("yy", culture),
                'Y' => now.Year.ToString(culture),
                'H' => now.ToString("HH", culture),
                'I' => now.ToString("hh", culture),
                'M' => now.ToString("mm", culture),
                'S' => now.ToString("ss", culture),
                'f' => now.ToString("ffffff", culture),
                'p' => now.Hour < 12 ? "AM" : "PM",
                'a' => now.ToString("ddd", culture),
                'A' => now.ToString("dddd", culture),
                'j' => now.DayOfYear.ToString("000", culture),
                'u' => (now.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)now.DayOfWeek).ToString(culture),
                'w' => ((int)now.DayOfWeek).ToString(culture),
                'F' => now.ToString("yyyy-MM-dd", culture),
                'T' or 'X' => now.ToString("HH:mm:ss", culture),
                'R' => now.ToString("HH:mm", culture),
                'D' or 'x' => now.ToString("MM/dd/yy", culture),
                'c' => $"{now.ToString("ddd MMM", culture)} {now.Day.ToString(culture),2} {now.ToString("HH:mm:ss yyyy", culture)}",
                'Z' or 'z' => "",
                'n' => "\n",
                't' => "\t",
                '%' => "%",
                var other => throw run.Error($"strftime_now does not know '%{other}'; it knows the codes of C for date and time, such as %d %b %Y"),
            };
            text.Append(trims ? piece.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : piece);
        }

        return text.ToString();
    }
}

/// <summary>What <c>cycler()</c> gives.</summary>
internal sealed class TemplateCycler(List<object?> values)
{
    private int _at;

    public object? Attribute(string name) => name switch
    {
        "current" => values[_at],
        "next" => new TemplateFunction("next", (_, _) =>
        {
            var now = values[_at];
            _at = (_at + 1) % values.Count;
            return now;
        }),
        "reset" => new TemplateFunction("reset", (_, _) =>
        {
            _at = 0;
            return null;
        }),
        _ => TemplateUndefined.Of(this, name),
    };
}
