using System.Globalization;
using CsvHelper;

namespace Kiln.Data;

/// <summary>Writes tables as comma-separated text.</summary>
internal static class CsvWriting
{
    private const int RowsBetweenLooks = 4096;

    public static void Write(Table table, Stream stream, char separator, CancellationToken cancellation)
    {
        using var writer = CsvWriter.Create(stream, new CsvWriterOptions { Separator = separator, NewLine = "\n" }, leaveOpen: true);
        foreach (var name in table.Names)
        {
            writer.WriteField(name);
        }

        writer.EndRecord();
        var columns = table.Columns;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (row % RowsBetweenLooks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (var i = 0; i < columns.Count; i++)
            {
                if (columns[i] is NumberColumn { IsFlags: false } numbers && !double.IsNaN(numbers.Values[row]))
                {
                    writer.WriteField(numbers.Values[row], "R", CultureInfo.InvariantCulture);
                }
                else
                {
                    writer.WriteField(columns[i].TextAt(row));
                }
            }

            writer.EndRecord();
        }
    }
}
