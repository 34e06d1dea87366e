using System.Globalization;

namespace Kiln.Tensors;

/// <summary>
/// One floating-point number as digits: the shortest that give the number back, or, where those are more than the precision allows,
/// the exact value rounded to the precision, ties to even.
/// </summary>
internal static class FloatText
{
    /// <summary>Digits with a decimal point and no trailing zeros: <c>1.</c>, <c>-0.25</c>.</summary>
    internal static string Positional(double value, string shortest, int precision)
    {
        (string digits, int exponent, bool negative) = Parse(shortest);
        int fraction = Math.Max(0, digits.Length - 1 - exponent);
        if (fraction > precision)
        {
            // Shortest digits that run on are cut from the exact value: 80 places hold every double of a printable size.
            string exact = Math.Abs(value).ToString("F80", CultureInfo.InvariantCulture);
            int point = exact.IndexOf('.', StringComparison.Ordinal);
            string rounded = RoundHalfEven(string.Concat(exact.AsSpan(0, point), exact.AsSpan(point + 1)), point + precision);
            int whole = rounded.Length - precision;
            return Sign(negative) + rounded[..whole] + "." + rounded[whole..].TrimEnd('0');
        }

        string integer = exponent < 0 ? "0" : digits.PadRight(exponent + 1, '0')[..(exponent + 1)];
        string rest = exponent < 0
            ? new string('0', -exponent - 1) + digits
            : digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "";
        return Sign(negative) + integer + "." + rest.TrimEnd('0');
    }

    /// <summary>One digit, a decimal point, digits without trailing zeros, and an exponent of at least two digits: <c>1.5e-07</c>.</summary>
    internal static (string Mantissa, int Exponent) Scientific(double value, string shortest, int precision)
    {
        (string digits, int exponent, bool negative) = Parse(shortest);
        if (digits.Length > precision + 1)
        {
            string exact = Math.Abs(value).ToString("E400", CultureInfo.InvariantCulture);
            string all = string.Concat(exact.AsSpan(0, 1), exact.AsSpan(2, 400));
            digits = RoundHalfEven(all, precision + 1);
            exponent = int.Parse(exact.AsSpan(exact.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
            if (digits.Length > precision + 1)
            {
                exponent++; // 9.99… became 10.0…
            }

            digits = digits[..(precision + 1)];
        }

        return (Sign(negative) + digits[0] + "." + digits[1..].TrimEnd('0'), exponent);
    }

    private static string Sign(bool negative) => negative ? "-" : "";

    /// <summary>Cuts a string of digits to a count; the result is one longer when a carry runs over its front.</summary>
    private static string RoundHalfEven(string digits, int keep)
    {
        ReadOnlySpan<char> tail = digits.AsSpan(keep);
        bool exactHalf = tail[0] == '5' && tail[1..].TrimEnd('0').IsEmpty;
        bool up = exactHalf ? keep > 0 && (digits[keep - 1] & 1) != 0 : tail[0] >= '5';
        char[] kept = digits[..keep].ToCharArray();
        if (!up)
        {
            return new(kept);
        }

        for (int i = keep - 1; i >= 0; i--)
        {
            if (kept[i] != '9')
            {
                kept[i]++;
                return new(kept);
            }

            kept[i] = '0';
        }

        return "1" + new string(kept);
    }

    /// <summary>Splits .NET's shortest form into digits d₁d₂… and the exponent of d₁.</summary>
    private static (string Digits, int Exponent, bool Negative) Parse(string shortest)
    {
        bool negative = shortest.StartsWith('-');
        string text = negative ? shortest[1..] : shortest;
        int exponent = 0;
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..e];
        }

        int point = text.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? text.Length : point) - 1;
        string digits = text.Replace(".", "", StringComparison.Ordinal);
        int leading = digits.Length - digits.AsSpan().TrimStart('0').Length;
        if (leading == digits.Length)
        {
            return ("0", 0, negative);
        }

        return (digits[leading..].TrimEnd('0'), exponent - leading, negative);
    }
}
