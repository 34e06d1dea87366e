using System.Globalization;
using System.Text;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>The CSV form of a <see cref="HistoryTable"/>: RFC 4180 with a header row.</summary>
internal static class HistoryCsv
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long LargestFile = 256L << 20;

    /// <summary>The most columns that are read.</summary>
    public const int MostColumns = 4096;

    /// <summary>Writes a table.</summary>
    public static string Format(HistoryTable table)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(Quote)).Append('\n');
        for (var row = 0; row < table.Count; row++)
        {
            for (var column = 0; column < table.Columns.Count; column++)
            {
                text.Append(column > 0 ? "," : "").Append(Number(table.Cell(row, column)));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="FileFormatException">The text is no such table.</exception>
    public static HistoryTable Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new CsvReader(text.StartsWith('\uFEFF') ? text[1..] : text, path);
        var header = reader.ReadRow();
        if (header is null || header.Count == 0 || header[0].Length == 0)
        {
            throw new FileFormatException(path, "the file is empty; expected a header row of column names, such as epoch,loss");
        }

        var table = Header(header, path);
        var last = double.NegativeInfinity;
        while (reader.ReadRow() is { } row)
        {
            if (row.Count != header.Count)
            {
                throw new FileFormatException(path, $"line {reader.Line} has {row.Count} fields, but the header has {header.Count}");
            }

            var values = new double[row.Count];
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = Value(row[column], header[column], reader.Line, path);
            }

            if (!double.IsFinite(values[0]) || values[0] <= last)
            {
                throw new FileFormatException(
                    path, $"line {reader.Line}: the key '{header[0]}' is '{row[0]}', but keys must be finite and rise from row to row");
            }

            last = values[0];
            table.AppendWhole(values);
        }

        return table;
    }

    private static HistoryTable Header(List<string> header, string path)
    {
        if (header.Count > MostColumns)
        {
            throw new FileFormatException(path, $"the header has {header.Count} columns; at most {MostColumns} are read");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in header)
        {
            if (name.Length == 0 || !seen.Add(name))
            {
                throw new FileFormatException(
                    path, name.Length == 0 ? "the header has a column without a name" : $"the header names the column '{name}' twice");
            }
        }

        return new HistoryTable(header[0], header[1..]);
    }

    private static double Value(string field, string column, int line, string path)
    {
        if (field.Length == 0)
        {
            return double.NaN;
        }

        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FileFormatException(path, $"line {line}: '{Shorten(field)}' in the column '{Shorten(column)}' is not a number");
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 && field.Trim() == field
            ? field
            : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
