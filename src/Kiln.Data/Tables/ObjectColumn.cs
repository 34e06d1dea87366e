using System.Globalization;

namespace Kiln.Data;

/// <summary>A column of what objects say.</summary>
internal static class ObjectColumn
{
    /// <summary>A column of numbers or text, one value for each object.</summary>
    /// <exception cref="DatasetException">The values are neither all numbers nor all text.</exception>
    public static Column Make<T>(string name, IReadOnlyList<T> items, Func<T, object?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var values = new object?[items.Count];
        var (numbers, texts, flags, integers) = (0, 0, 0, 0);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = value(items[row]);
            switch (values[row])
            {
                case null:
                    break;
                case string or char or Enum:
                    texts++;
                    break;
                case bool:
                    numbers++;
                    flags++;
                    break;
                case double or float or decimal or Half:
                    numbers++;
                    break;
                case int or long or short or byte or sbyte or uint or ulong or ushort:
                    numbers++;
                    integers++;
                    break;
                case var other:
                    throw new DatasetException("table", row, $"column '{name}'", $"is a {other.GetType().Name} ({other}); expected a number, a bool, text or null: convert it");
            }
        }

        if (numbers > 0 && texts > 0)
        {
            throw new DatasetException($"table: column '{name}' has {numbers} numbers and {texts} texts; all values of a column are of one kind");
        }

        return texts > 0
            ? new TextColumn(name, Array.ConvertAll(values, v => v?.ToString()))
            : new NumberColumn(name, Array.ConvertAll(values, Number), isFlags: flags > 0 && flags == numbers) { AreIntegers = integers > 0 && integers == values.Length };
    }

    private static double Number(object? value) => value switch
    {
        null => double.NaN,
        Half half => (double)half,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => double.NaN,
    };
}
