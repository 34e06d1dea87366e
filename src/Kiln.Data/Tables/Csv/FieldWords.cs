using System.Globalization;
using System.Text;

namespace Kiln.Data;

/// <summary>Tells numbers, missing values and words apart, in UTF-8.</summary>
internal sealed class FieldWords
{
    private const int MostDigits = 18;

    private readonly NumberFormatInfo _format;
    private readonly byte[][] _missing;
    private readonly bool _numbersMayBeMissing;

    public FieldWords(CsvOptions options)
    {
        _format = new NumberFormatInfo { NumberDecimalSeparator = options.DecimalPoint.ToString() };
        _missing = [.. options.MissingWords.Where(word => word.Length > 0).Select(word => Encoding.UTF8.GetBytes(word.Trim()))];
        EmptyIsMissing = options.MissingWords.Any(word => word.Length == 0);
        _numbersMayBeMissing = _missing.Any(word => TryNumber(word, out _));
    }

    /// <summary>Whether nothing at all is a missing value.</summary>
    public bool EmptyIsMissing { get; }

    /// <summary>Whether a field says that its value is missing.</summary>
    public bool IsMissing(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty)
        {
            return EmptyIsMissing;
        }

        foreach (var word in _missing)
        {
            if (field.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The number of a field, NaN for a missing one.</summary>
    /// <returns>False where it is neither.</returns>
    public bool TryRead(ReadOnlySpan<byte> field, out double value)
    {
        if (!_numbersMayBeMissing && TryNumber(field, out value))
        {
            return true;
        }

        value = double.NaN;
        field = Trim(field);
        return field.IsEmpty || IsMissing(field) || (_numbersMayBeMissing && TryNumber(field, out value)) || TryInfinity(field, out value);
    }

    /// <summary>Whether a number is written as an integer: digits alone, no more than 64 bits hold, perhaps with a sign.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> field)
    {
        field = Trim(field);
        field = field.Length > 0 && field[0] is (byte)'-' or (byte)'+' ? field[1..] : field;
        return field.Length is > 0 and <= MostDigits && !field.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>A field without the spaces around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t"u8);

    private bool TryNumber(ReadOnlySpan<byte> field, out double value)
    {
        // A letter at the beginning is no number; asking first spares the parser's walk through its words for NaN and infinity.
        if (!field.IsEmpty && (field[0] <= (byte)'9' || field[0] >= 0x80))
        {
            return double.TryParse(field, NumberStyles.Float, _format, out value);
        }

        value = double.NaN;
        return false;
    }

    private static bool TryInfinity(ReadOnlySpan<byte> field, out double value)
    {
        var isNegative = field[0] == (byte)'-';
        var word = field[0] is (byte)'-' or (byte)'+' ? field[1..] : field;
        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }
}
