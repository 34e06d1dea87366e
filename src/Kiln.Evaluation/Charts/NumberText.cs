using System.Globalization;

namespace Kiln.Evaluation;

/// <summary>Numbers as text for readers: invariant culture, a true minus sign, short exponents.</summary>
internal static class NumberText
{
    /// <summary>Four significant digits, or a percentage with two decimals.</summary>
    public static string Value(double value, NumberFormat format = NumberFormat.Number)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }

        var magnitude = Math.Abs(value);
        if (format == NumberFormat.Percent && magnitude < 1e6)
        {
            return Typeset((100 * value).ToString("0.00", CultureInfo.InvariantCulture)) + "%";
        }

        switch (magnitude)
        {
            case 0:
                return "0";
            case < 1e-4 or >= 1e15:
                return Scientific(value, 3);
            case >= 1000:
                return Typeset(value.ToString("#,##0.##", CultureInfo.InvariantCulture));
            default:
                var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(magnitude)), 0, 7);
                return Typeset(Math.Round(value, decimals).ToString("0.#######", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The label of an axis tick: as many decimals as the distance between ticks asks for.</summary>
    public static string Tick(double value, double step, NumberFormat format)
    {
        if (format == NumberFormat.Percent)
        {
            return Typeset(Fixed(100 * value, 100 * step)) + "%";
        }

        if (value != 0 && (Math.Max(Math.Abs(value), Math.Abs(step)) >= 1e12 || Math.Abs(step) < 1e-5))
        {
            return Scientific(value, 3);
        }

        return Math.Abs(step) switch
        {
            >= 1e9 => Typeset(Fixed(value / 1e9, step / 1e9)) + (value == 0 ? "" : "G"),
            >= 1e6 => Typeset(Fixed(value / 1e6, step / 1e6)) + (value == 0 ? "" : "M"),
            >= 1e4 => Typeset(Fixed(value / 1e3, step / 1e3)) + (value == 0 ? "" : "k"),
            _ => Typeset(Fixed(value, step)),
        };
    }

    /// <summary>The label of a tick on a logarithmic axis: 0.01, 1,000, or as a power of ten where the axis has a tick that <see cref="IsShort"/> denies.</summary>
    public static string LogTick(double value, bool asPower) => asPower
        ? Power(value)
        : Typeset(value.ToString(value >= 1000 ? "#,##0" : "0.###", CultureInfo.InvariantCulture));

    /// <summary>Whether a tick of a logarithmic axis is read at a glance without an exponent.</summary>
    public static bool IsShort(double value) => value is >= 0.00099 and < 1e6;

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long value) => Typeset(value.ToString("#,##0", CultureInfo.InvariantCulture));

    /// <summary>A fraction as a percentage with one decimal, for labels in a small space; a dash for NaN.</summary>
    public static string Brief(double value, NumberFormat format) => double.IsNaN(value)
        ? "–"
        : format == NumberFormat.Percent && Math.Abs(value) < 1e6
            ? Typeset((100 * value).ToString("0.0", CultureInfo.InvariantCulture)) + "%"
            : Value(value, format);

    /// <summary>A column of values as in <see cref="Value"/>, with as many decimals as the most precise of them; nothing for NaN.</summary>
    public static string[] Aligned(ReadOnlySpan<double> values)
    {
        var texts = new string[values.Length];
        var decimals = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = double.IsNaN(values[i]) ? "" : Value(values[i]);
            decimals = Math.Max(decimals, Decimals(texts[i]));
        }

        for (var i = 0; i < texts.Length; i++)
        {
            // A power of ten has no place for trailing zeros, nor has infinity.
            if (texts[i].Length > 0 && char.IsAsciiDigit(texts[i][^1]) && !texts[i].Contains('e', StringComparison.Ordinal))
            {
                var missing = decimals - Decimals(texts[i]);
                texts[i] += (missing == decimals && missing > 0 ? "." : "") + new string('0', missing);
            }
        }

        return texts;
    }

    private static int Decimals(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || text.Contains('e', StringComparison.Ordinal) ? 0 : text.Length - point - 1;
    }

    // 10⁻⁴ for a power of ten, 2×10⁻⁴ for its multiples.
    private static string Power(double value)
    {
        var text = Scientific(value, 0);
        var e = text.IndexOf('e', StringComparison.Ordinal);
        var power = "10" + string.Concat(text[(e + 1)..].Select(static c => c == '−' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return text[..e] == "1" ? power : text[..e] + "×" + power;
    }

    private static string Fixed(double value, double step)
    {
        var decimals = step == 0 ? 0 : Math.Clamp(-(int)Math.Floor(Math.Log10(Math.Abs(step)) + 1e-9), 0, 10);
        return Math.Round(value, decimals).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    private static string Scientific(double value, int decimals) =>
        Typeset(value.ToString(decimals == 0 ? "0e0" : "0." + new string('#', decimals) + "e0", CultureInfo.InvariantCulture));

    // A true minus sign, and none at all before a zero that rounding left.
    private static string Typeset(string number) =>
        number.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? number.Replace('-', '−') : number.Replace("-", "", StringComparison.Ordinal);
}
