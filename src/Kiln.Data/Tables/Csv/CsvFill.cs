using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads the rows of a file into sinks, one for each column.</summary>
internal static class CsvFill
{
    private const int ShownText = 40;

    /// <summary>Reads all rows. A sink that a field does not fit is taken out and its place in <paramref name="sinks"/> emptied.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="layout">What is known of the file.</param>
    /// <param name="sinks">One for each column of the file; null for those to pass over.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FileFormatException">A column that has to be numbers holds a word, or the file has changed since it was looked at.</exception>
    public static void Run(CsvSource source, CsvOptions options, CsvLayout layout, ColumnSink?[] sinks, CancellationToken cancellation)
    {
        using var pass = source.Open(options, layout.Separator, layout.Encoding);
        var reader = pass.Reader;
        if (layout.HasHeader)
        {
            pass.Read();
        }

        var columns = Places(sinks);
        for (var row = 0; row < layout.Rows; row++)
        {
            if (!pass.Read() || reader.FieldCount != layout.Names.Length)
            {
                throw new FileFormatException(source.Name, $"the file changed while it was read (row {row})");
            }

            for (var i = 0; i < columns.Length; i++)
            {
                var column = columns[i];
                if (!sinks[column]!.Add(reader.GetSpan(column)))
                {
                    Refuse(source, options, layout, pass, sinks[column]!, column);
                    sinks[column] = null;
                    columns = Places(sinks);
                    i--;
                }
            }

            if (pass.IsTimeToReport(cancellation))
            {
                options.Progress?.Report(new CsvProgress(CsvScan.Share + (pass.Fraction * (1 - CsvScan.Share)), row + 1, layout.Rows));
            }
        }

        options.Progress?.Report(new CsvProgress(1, layout.Rows, layout.Rows));
    }

    private static int[] Places(ColumnSink?[] sinks) => [.. Enumerable.Range(0, sinks.Length).Where(i => sinks[i] is not null)];

    private static void Refuse(CsvSource source, CsvOptions options, CsvLayout layout, CsvPass pass, ColumnSink sink, int column)
    {
        layout.FirstWords[column] ??= new FirstWord(pass.Reader.LineNumber, pass.Reader.GetString(column));
        if (options.NumberColumns.Contains(sink.Name, StringComparer.Ordinal))
        {
            var text = pass.Reader.GetString(column);
            text = text.Length > ShownText ? text[..ShownText] + "…" : text;
            throw new FileFormatException(source.Name, string.Create(CultureInfo.InvariantCulture,
                $"line {pass.Reader.LineNumber}, column '{sink.Name}': \"{text}\" is no number, and numbers are expected in this column"));
        }
    }
}
