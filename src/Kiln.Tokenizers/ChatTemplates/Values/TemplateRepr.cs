using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Values as text: <c>str()</c> and <c>repr()</c> of Python, which templates print by.</summary>
internal static class TemplateRepr
{
    /// <summary>What <c>{{ value }}</c> prints.</summary>
    public static string Str(TemplateRun run, object? value)
    {
        switch (value)
        {
            case string text:
                return text;
            case TemplateUndefined:
                return "";
            case TemplateList or TemplateDict or TemplateNamespace:
                var builder = new StringBuilder();
                Append(run, builder, value);
                return builder.ToString();
            default:
                return Scalar(value);
        }
    }

    /// <summary>The value as it is written in a program.</summary>
    public static string Repr(TemplateRun run, object? value)
    {
        var builder = new StringBuilder();
        Append(run, builder, value);
        return builder.ToString();
    }

    /// <summary>A scalar for an error.</summary>
    public static string Short(object? value) => value is string text ? Quote(text.Length > 40 ? text[..40] + "…" : text) : Scalar(value);

    private static string Scalar(object? value) => value switch
    {
        null => "None",
        bool b => b ? "True" : "False",
        long n => n.ToString(CultureInfo.InvariantCulture),
        double d => Float(d),
        TemplateUndefined => "Undefined",
        TemplateCallable f => $"<function {f.Name}>",
        _ => $"<{TemplateValues.TypeName(value)}>",
    };

    private static void Append(TemplateRun run, StringBuilder builder, object? value)
    {
        run.Step();
        switch (value)
        {
            case string text:
                run.Grow(text.Length);
                builder.Append(Quote(text));
                break;
            case TemplateList { Kind: TemplateListKind.Generator }:
                builder.Append("<generator object>");
                break;
            case TemplateList list:
                AppendList(run, builder, list);
                break;
            case TemplateDict dict:
                var separator = "{";
                foreach (var (key, item) in dict.Items)
                {
                    builder.Append(separator);
                    Append(run, builder, TemplateDict.Value(key));
                    builder.Append(": ");
                    Append(run, builder, item);
                    separator = ", ";
                }

                builder.Append(separator == "{" ? "{}" : "}");
                break;
            case TemplateNamespace space:
                builder.Append("<Namespace ");
                separator = "{";
                foreach (var (key, item) in space.Attributes)
                {
                    run.Grow(key.Length);
                    builder.Append(separator).Append(Quote(key)).Append(": ");
                    Append(run, builder, item);
                    separator = ", ";
                }

                builder.Append(separator == "{" ? "{}>" : "}>");
                break;
            default:
                builder.Append(Scalar(value));
                break;
        }
    }

    private static void AppendList(TemplateRun run, StringBuilder builder, TemplateList list)
    {
        builder.Append(list.Kind switch { TemplateListKind.List => "[", TemplateListKind.Tuple => "(", _ => "dict_view([" });
        for (var i = 0; i < list.Items.Count; i++)
        {
            builder.Append(i > 0 ? ", " : "");
            Append(run, builder, list.Items[i]);
        }

        builder.Append(list.Kind switch { TemplateListKind.List => "]", TemplateListKind.Tuple => list.Items.Count == 1 ? ",)" : ")", _ => "])" });
    }

    /// <summary>A string in quotes: single ones, unless it has single ones and no double ones.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var builder = new StringBuilder(text.Length + 2).Append(quote);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote || c == '\\')
            {
                builder.Append('\\').Append(c);
            }
            else if (c is '\n' or '\r' or '\t')
            {
                builder.Append(c switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
            }
            else if (char.IsAsciiLetterOrDigit(c) || (c >= ' ' && c < 127))
            {
                builder.Append(c);
            }
            else
            {
                var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                var code = isPair ? char.ConvertToUtf32(c, text[i + 1]) : c;
                var category = isPair ? CharUnicodeInfo.GetUnicodeCategory(code) : CharUnicodeInfo.GetUnicodeCategory(c);
                var isPrinted = category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
                builder.Append(isPrinted ? text.Substring(i, isPair ? 2 : 1) : code < 0x100 ? $"\\x{code:x2}" : code < 0x10000 ? $"\\u{code:x4}" : $"\\U{code:x8}");
                i += isPair ? 1 : 0;
            }
        }

        return builder.Append(quote).ToString();
    }

    /// <summary>The shortest digits that read back as the number, laid out as Python does: with an exponent below 1e-4 and from 1e16.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = value == 0 ? 0 : int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = shortest.Split('E')[0].TrimStart('-');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        digits = digits.Length == 0 ? "0" : digits;
        // Rounding to 17 digits may cross a power of ten where the shortest form does not; the shortest form's own exponent decides.
        exponent = ShortestExponent(shortest, exponent);
        var sign = double.IsNegative(value) ? "-" : "";
        if (exponent is < -4 or >= 16)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        digits = digits.PadRight(exponent + 1, '0');
        return digits.Length == exponent + 1 ? $"{sign}{digits}.0" : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static int ShortestExponent(string shortest, int otherwise)
    {
        var parts = shortest.TrimStart('-').Split('E');
        var written = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.')[0];
        if (whole.TrimStart('0').Length > 0)
        {
            return written + whole.Length - 1;
        }

        var fraction = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].Split('.')[1] : "";
        var zeros = fraction.Length - fraction.TrimStart('0').Length;
        return zeros == fraction.Length ? otherwise : written - zeros - 1;
    }
}
