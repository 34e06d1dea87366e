using System.Globalization;
using System.Text.RegularExpressions;

namespace Kiln.Tokenizers;

/// <summary>How one value is laid out: <c>[[fill]align][sign][#][0][width][,][.precision][kind]</c> of Python's format specification.</summary>
internal sealed partial record TemplateFormatSpec
{
    public char Fill { get; init; } = ' ';

    public char Align { get; init; }

    public char Sign { get; init; } = '-';

    public bool IsAlternate { get; init; }

    public bool IsZeroPadded { get; init; }

    public int Width { get; init; }

    public char Group { get; init; }

    public int? Precision { get; init; }

    public char Kind { get; init; }

    public static TemplateFormatSpec Parse(TemplateRun run, string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            throw run.Error($"the format specification {TemplateRepr.Short(text)} is not understood; it is [[fill]align][sign][#][0][width][,][.precision][kind]");
        }

        return new TemplateFormatSpec
        {
            Fill = match.Groups["fill"] is { Length: > 0 } fill ? fill.Value[0] : ' ',
            Align = First("align"),
            Sign = First("sign") is var sign && sign == '\0' ? '-' : sign,
            IsAlternate = match.Groups["alternate"].Length > 0,
            IsZeroPadded = match.Groups["zero"].Length > 0,
            Width = match.Groups["width"] is { Length: > 0 } width ? TemplateFormat.ParseSize(run, width.ValueSpan) : 0,
            Group = First("group"),
            Precision = match.Groups["precision"] is { Length: > 0 } precision ? TemplateFormat.ParseSize(run, precision.ValueSpan) : null,
            Kind = First("kind"),
        };

        char First(string group) => match.Groups[group] is { Length: > 0 } found ? found.Value[0] : '\0';
    }

    public string Apply(TemplateRun run, object? value)
    {
        run.Grow(Width + (Precision ?? 0));
        if (value is TemplateUndefined missing && (Width > 0 || Kind != '\0'))
        {
            throw run.Error(missing.Description);
        }

        if (value is string || Kind == 's' || (Kind == '\0' && TemplateNumbers.AsDouble(value) is null) || (value is bool && Kind == '\0'))
        {
            var text = TemplateRepr.Str(run, value);
            if (Kind is not ('\0' or 's'))
            {
                throw run.Error($"the format kind '{Kind}' needs a number, not {TemplateValues.TypeName(value)}");
            }

            run.Grow(text.Length);
            text = Precision is { } most && TemplateText.Length(text) > most ? TemplateText.Slice(run, text, 0L, (long)most, null) : text;
            return Pad("", text, isNumber: false);
        }

        return Number(run, value);
    }

    private string Number(TemplateRun run, object? value)
    {
        var kind = Kind == '\0' ? value is double ? 'r' : 'd' : Kind;
        var number = TemplateNumbers.AsDouble(value) ?? throw run.Error($"the format kind '{kind}' needs a number, not {TemplateValues.TypeName(value)}");
        var isNegative = value is double d ? double.IsNegative(d) && !double.IsNaN(d) : number < 0;
        var digits = kind switch
        {
            'd' or 'n' => Integer(run, value, 10),
            'x' => (IsAlternate ? "0x" : "") + Integer(run, value, 16),
            'X' => (IsAlternate ? "0X" : "") + Integer(run, value, 16).ToUpperInvariant(),
            'o' => (IsAlternate ? "0o" : "") + Integer(run, value, 8),
            'b' => (IsAlternate ? "0b" : "") + Integer(run, value, 2),
            'f' or 'F' => TemplateNumbers.Fixed(Math.Abs(number), Precision ?? 6),
            '%' => TemplateNumbers.Fixed(Math.Abs(number) * 100, Precision ?? 6) + "%",
            'e' or 'E' => Exponential(Math.Abs(number), Precision ?? 6, kind),
            'r' when Precision is null => TemplateRepr.Float(Math.Abs(number)),
            _ => General(Math.Abs(number), Math.Max(1, Precision ?? 6), kind),
        };
        if (Group != '\0')
        {
            var point = digits.AsSpan().IndexOfAny('.', 'e', '%') is var at && at < 0 ? digits.Length : at;
            for (var i = point - 3; i > 0; i -= 3)
            {
                digits = digits.Insert(i, Group.ToString());
            }
        }

        return Pad(isNegative ? "-" : Sign == '-' ? "" : Sign.ToString(), digits, isNumber: true);
    }

    private string Integer(TemplateRun run, object? value, int numberBase)
    {
        var integer = TemplateNumbers.AsInteger(value) ?? throw run.Error($"the format kind '{Kind}' needs an integer, not {TemplateValues.TypeName(value)}");
        var magnitude = integer < 0 ? (ulong)-(integer + 1) + 1 : (ulong)integer;
        var text = "";
        do
        {
            text = "0123456789abcdef"[(int)(magnitude % (ulong)numberBase)] + text;
            magnitude /= (ulong)numberBase;
        }
        while (magnitude > 0);
        return text;
    }

    private static string Exponential(double number, int precision, char kind)
    {
        var text = number.ToString($"{(kind is 'E' or 'G' ? 'E' : 'e')}{precision}", CultureInfo.InvariantCulture);
        // .NET writes three digits of the exponent, Python at least two.
        return text.Length > 3 && text[^3] == '0' && text[^4] is '+' or '-' ? text.Remove(text.Length - 3, 1) : text;
    }

    private static string General(double number, int precision, char kind)
    {
        var scientific = Exponential(number, precision - 1, 'e');
        var exponent = number == 0 ? 0 : int.Parse(scientific.AsSpan(scientific.IndexOf('e', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < precision)
        {
            var text = TemplateNumbers.Fixed(number, precision - 1 - exponent);
            return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        }

        var parts = scientific.Split('e');
        var mantissa = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
        return $"{mantissa}{(kind == 'G' ? 'E' : 'e')}{parts[1]}";
    }

    private string Pad(string sign, string text, bool isNumber)
    {
        var room = Width - sign.Length - TemplateText.Length(text);
        if (room <= 0)
        {
            return sign + text;
        }

        var align = Align != '\0' ? Align : IsZeroPadded ? '=' : isNumber ? '>' : '<';
        var fill = IsZeroPadded && Fill == ' ' && Align is '\0' or '>' && IsZeroPadded ? '0' : Fill;
        align = fill == '0' && IsZeroPadded && isNumber ? '=' : align;
        return align switch
        {
            '<' => sign + text + new string(fill, room),
            '=' => sign + new string(fill, room) + text,
            '^' => new string(fill, room / 2) + sign + text + new string(fill, room - (room / 2)),
            _ => new string(fill, room) + sign + text,
        };
    }

    [GeneratedRegex(@"^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>\#)?(?<zero>0)?(?<width>\d+)?(?<group>[,_])?(?:\.(?<precision>\d+))?(?<kind>[a-zA-Z%])?$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
