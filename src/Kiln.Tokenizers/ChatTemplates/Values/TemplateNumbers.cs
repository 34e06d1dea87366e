using System.Globalization;
using System.Numerics;

namespace Kiln.Tokenizers;

/// <summary>Arithmetic as in Python: floor division, remainders with the sign of the divisor, true division, exact rounding to even.</summary>
internal static class TemplateNumbers
{
    /// <summary>An integer or a boolean as an integer; null for all else.</summary>
    public static long? AsInteger(object? value) => value switch { long n => n, bool b => b ? 1 : 0, _ => null };

    /// <summary>A number as a double; null for all else.</summary>
    public static double? AsDouble(object? value) => value is double d ? d : AsInteger(value);

    public static object? Calculate(TemplateRun run, string op, object? left, object? right)
    {
        if ((left as TemplateUndefined ?? right as TemplateUndefined) is { } missing)
        {
            throw run.Error(missing.Description);
        }

        if (AsInteger(left) is { } a && AsInteger(right) is { } b)
        {
            try
            {
                return Integers(run, op, a, b);
            }
            catch (OverflowException)
            {
                throw run.Error($"'{op}' of {a} and {b} is beyond the integers of 64 bits");
            }
        }

        if (AsDouble(left) is { } x && AsDouble(right) is { } y)
        {
            return Doubles(run, op, x, y);
        }

        return Sequences(run, op, left, right)
            ?? throw run.Error($"'{op}' does not take {TemplateValues.TypeName(left)} and {TemplateValues.TypeName(right)}"
                + (op == "+" && (left is string || right is string) ? "; '~' joins anything as text" : ""));
    }

    private static object Integers(TemplateRun run, string op, long a, long b)
    {
        checked
        {
            switch (op)
            {
                case "+":
                    return a + b;
                case "-":
                    return a - b;
                case "*":
                    return a * b;
                case "/":
                    return (double)a / NonZero(run, op, b);
                case "//":
                    var quotient = a / (long)NonZero(run, op, b);
                    return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
                case "%":
                    NonZero(run, op, b);
                    var remainder = b == -1 ? 0 : a % b;
                    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
                default:
                    return b < 0 ? (object)Math.Pow(a == 0 ? NonZero(run, op, 0) : a, b) : Power(a, b);
            }
        }
    }

    private static long Power(long a, long b)
    {
        checked
        {
            if (a is 0 or 1 or -1)
            {
                return b == 0 ? 1 : a == -1 && b % 2 == 0 ? 1 : a;
            }

            var result = 1L;
            for (; b > 0; b--)
            {
                // At most 63 rounds: a base of two or more overflows then.
                result *= a;
            }

            return result;
        }
    }

    private static double Doubles(TemplateRun run, string op, double x, double y) => op switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" => x / NonZero(run, op, y),
        "//" => Math.Floor(x / NonZero(run, op, y)),
        "%" => x - (NonZero(run, op, y) * Math.Floor(x / y)),
        _ => Math.Pow(x, y),
    };

    private static double NonZero(TemplateRun run, string op, double divisor) => divisor == 0 ? throw run.Error($"'{op}' by zero") : divisor;

    private static object? Sequences(TemplateRun run, string op, object? left, object? right)
    {
        switch (op)
        {
            case "+" when left is string a && right is string b:
                run.Grow((long)a.Length + b.Length);
                return a + b;
            case "+" when left is TemplateList a && right is TemplateList b && a.Kind == b.Kind && a.Kind <= TemplateListKind.Tuple:
                run.Grow((long)a.Items.Count + b.Items.Count);
                return new TemplateList([.. a.Items, .. b.Items], a.Kind);
            case "*" when (left is string or TemplateList && AsInteger(right) is not null) || (right is string or TemplateList && AsInteger(left) is not null):
                return Repeat(run, left is string or TemplateList ? left : right!, (AsInteger(left) ?? AsInteger(right))!.Value);
            case "%" when left is string format:
                return TemplateFormat.Printf(run, format, right);
            default:
                return null;
        }
    }

    private static object? Repeat(TemplateRun run, object sequence, long times)
    {
        times = Math.Max(0, times);
        var length = sequence is string s ? s.Length : ((TemplateList)sequence).Items.Count;
        times = length == 0 ? 0 : times;
        run.Grow(times > long.MaxValue / Math.Max(1, length) ? long.MaxValue / 2 : times * length);
        if (sequence is string text)
        {
            return Repeated(text, (int)times);
        }

        var list = (TemplateList)sequence;
        if (list.Kind > TemplateListKind.Tuple)
        {
            return null;
        }

        var items = new List<object?>();
        for (var i = 0; i < times; i++)
        {
            items.AddRange(list.Items);
        }

        return new TemplateList(items, list.Kind);
    }

    private static string Repeated(string text, int times) => string.Create(text.Length * times, text, static (span, text) =>
    {
        for (; span.Length > 0; span = span[text.Length..])
        {
            text.CopyTo(span);
        }
    });

    /// <summary>The first index, the count and the stride of <c>[start:stop:step]</c> over <paramref name="length"/> elements.</summary>
    public static (int First, int Count, int Stride) Slice(TemplateRun run, int length, object? start, object? stop, object? step)
    {
        var stride = Index(run, step) ?? 1;
        if (stride == 0)
        {
            throw run.Error("the step of a slice is 0; it must be another number");
        }

        var low = stride < 0 ? -1L : 0;
        var high = stride < 0 ? length - 1L : length;
        var first = Bound(Index(run, start) ?? (stride < 0 ? high : low), Index(run, start) is not null);
        var end = Bound(Index(run, stop) ?? (stride < 0 ? low : high), Index(run, stop) is not null);
        stride = Math.Clamp(stride, -int.MaxValue, int.MaxValue);
        var distance = stride > 0 ? end - first : first - end;
        var count = distance <= 0 ? 0 : ((distance - 1) / Math.Abs(stride)) + 1;
        return ((int)(count == 0 ? 0 : first), (int)count, (int)stride);

        long Bound(long index, bool isGiven) => Math.Clamp(index + (isGiven && index < 0 ? length : 0), low, high);
    }

    private static long? Index(TemplateRun run, object? value) =>
        value is null ? null : AsInteger(value) ?? throw run.Error(
            value is TemplateUndefined missing ? missing.Description : $"the bounds of a slice are integers, not {TemplateValues.TypeName(value)}");

    /// <summary>The number with <paramref name="digits"/> decimals, exactly rounded, ties to even. 0.125 is a tie with two digits; 0.15 is none with one.</summary>
    public static string Fixed(double value, int digits)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xFFFFFFFFFFFFFL;
        // value = mantissa · 2^power
        BigInteger mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        var power = Math.Max(exponent, 1) - 1075;
        var scaled = mantissa * BigInteger.Pow(10, digits);
        if (power >= 0)
        {
            scaled <<= power;
        }
        else
        {
            var divisor = BigInteger.One << -power;
            scaled = BigInteger.DivRem(scaled, divisor, out var rest);
            var half = (rest << 1).CompareTo(divisor);
            scaled += half > 0 || (half == 0 && !scaled.IsEven) ? 1 : 0;
        }

        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        text = digits == 0 ? text : $"{text[..^digits]}.{text[^digits..]}";
        return bits < 0 ? "-" + text : text;
    }

    /// <summary>Reads a number as <c>float()</c> does; null where it is none.</summary>
    public static double? ParseDouble(string text)
    {
        text = TemplateText.Strip(text, null).Replace("_", "", StringComparison.Ordinal);
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var value) && !text.Contains('∞', StringComparison.Ordinal)
            ? value
            : text.TrimStart('+', '-').ToLowerInvariant() switch
            {
                "inf" or "infinity" => text.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity,
                "nan" => double.NaN,
                _ => null,
            };
    }

    /// <summary>Reads an integer in a base as <c>int()</c> does; null where it is none or has more than 64 bits.</summary>
    public static long? ParseInteger(string text, int numberBase)
    {
        text = TemplateText.Strip(text, null).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var negative = text.StartsWith('-');
        text = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        var prefix = text.Length > 2 && text[0] == '0' ? text[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefix != 0 && (prefix == numberBase || numberBase == 0))
        {
            text = text[2..];
            numberBase = prefix;
        }

        numberBase = numberBase == 0 ? 10 : numberBase;
        if (text.Length == 0)
        {
            return null;
        }

        Int128 value = 0;
        foreach (var c in text)
        {
            var digit = c is >= '0' and <= '9' ? c - '0' : c is >= 'a' and <= 'z' ? c - 'a' + 10 : 99;
            if (digit >= numberBase || value > long.MaxValue)
            {
                return null;
            }

            value = (value * numberBase) + digit;
        }

        value = negative ? -value : value;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : null;
    }
}
