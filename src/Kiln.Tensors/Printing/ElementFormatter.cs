using System.Globalization;

namespace Kiln.Tensors;

/// <summary>Chooses one layout for all elements that are shown, by NumPy's rules, so that they stand in columns.</summary>
internal static class ElementFormatter
{
    private const int Precision = 8;

    /// <summary>The texts of the elements, all of one width.</summary>
    internal static string[] Format(Tensor shown)
    {
        if (shown.DType.IsFloatingPoint())
        {
            return Floats(shown);
        }

        string[] texts = shown.DType switch
        {
            DType.Int64 => Texts(shown.ToArray<long>()),
            DType.Int32 => Texts(shown.ToArray<int>()),
            DType.Int8 => Texts(shown.ToArray<sbyte>()),
            DType.UInt8 => Texts(shown.ToArray<byte>()),
            _ => Array.ConvertAll(shown.ToArray<bool>(), static v => v ? "True" : "False"),
        };
        int width = shown.DType == DType.Bool ? (shown.Rank == 0 ? 0 : 5) : texts.Max(static t => t.Length);
        return Array.ConvertAll(texts, t => t.PadLeft(width));
    }

    private static string[] Texts<T>(T[] values)
        where T : IFormattable => Array.ConvertAll(values, static v => v.ToString(null, CultureInfo.InvariantCulture));

    private static string[] Floats(Tensor shown)
    {
        (double[] values, string[] shortest) = shown.DType switch
        {
            DType.Float64 => Numbers(shown.ToArray<double>(), static v => v),
            DType.Float32 => Numbers(shown.ToArray<float>(), static v => v),
            DType.Float16 => Numbers(shown.ToArray<Half>(), static v => (double)v),
            _ => Numbers(shown.To(DType.Float32).ToArray<float>(), static v => v),
        };
        bool[] finite = Array.ConvertAll(values, double.IsFinite);
        double[] magnitudes = [.. values.Where(static v => double.IsFinite(v) && v != 0).Select(Math.Abs)];
        bool scientific = magnitudes.Length > 0
            && (magnitudes.Max() >= 1e8 || magnitudes.Min() < 1e-4 || magnitudes.Max() / magnitudes.Min() > 1000);
        var texts = new string[values.Length];
        (int left, int right) = scientific ? Scientific(values, shortest, finite, texts) : Positional(values, shortest, finite, texts);

        // NaN and infinities are as wide as the numbers, or make them wider.
        int width = left + 1 + right;
        foreach (double value in values)
        {
            width = Math.Max(width, double.IsFinite(value) ? 0 : Special(value).Length);
        }

        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = (finite[i] ? texts[i] : Special(values[i])).PadLeft(width);
        }

        return texts;
    }

    private static (int Left, int Right) Positional(double[] values, string[] shortest, bool[] finite, string[] texts)
    {
        int left = 0, right = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            if (finite[i])
            {
                texts[i] = FloatText.Positional(values[i], shortest[i], Precision);
                int point = texts[i].IndexOf('.', StringComparison.Ordinal);
                left = Math.Max(left, point);
                right = Math.Max(right, texts[i].Length - point - 1);
            }
        }

        for (int i = 0; i < texts.Length; i++)
        {
            if (finite[i])
            {
                int point = texts[i].IndexOf('.', StringComparison.Ordinal);
                texts[i] = texts[i].PadRight(point + 1 + right);
            }
        }

        return (left, right);
    }

    private static (int Left, int Right) Scientific(double[] values, string[] shortest, bool[] finite, string[] texts)
    {
        var parts = new (string Mantissa, int Exponent)[texts.Length];
        int left = 0, fraction = 0, exponentDigits = 2;
        for (int i = 0; i < texts.Length; i++)
        {
            if (finite[i])
            {
                parts[i] = FloatText.Scientific(values[i], shortest[i], Precision);
                int point = parts[i].Mantissa.IndexOf('.', StringComparison.Ordinal);
                left = Math.Max(left, point);
                fraction = Math.Max(fraction, parts[i].Mantissa.Length - point - 1);
                exponentDigits = Math.Max(exponentDigits, Math.Abs(parts[i].Exponent) >= 100 ? 3 : 2);
            }
        }

        for (int i = 0; i < texts.Length; i++)
        {
            if (finite[i])
            {
                (string mantissa, int exponent) = parts[i];
                int point = mantissa.IndexOf('.', StringComparison.Ordinal);
                string digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(exponentDigits, '0');
                texts[i] = $"{mantissa.PadRight(point + 1 + fraction, '0')}e{(exponent < 0 ? '-' : '+')}{digits}";
            }
        }

        return (left, fraction + 2 + exponentDigits);
    }

    private static string Special(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static (double[] Values, string[] Shortest) Numbers<T>(T[] values, Converter<T, double> convert)
        where T : IFormattable => (Array.ConvertAll(values, convert), Array.ConvertAll(values, static v => v.ToString("R", CultureInfo.InvariantCulture)));
}
