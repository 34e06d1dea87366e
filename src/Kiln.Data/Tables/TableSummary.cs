using System.Globalization;
using System.Text;

namespace Kiln.Data;

/// <summary>Tables as people look at them.</summary>
internal static class TableSummary
{
    private const int ShownRows = 10;
    private const int ShownColumns = 12;
    private const int Widest = 24;

    public static Table Describe(Table table)
    {
        string[] figures = ["count", "missing", "mean", "std", "min", "25%", "50%", "75%", "max"];
        var numbers = table.Columns.OfType<NumberColumn>().ToArray();
        var values = Array.ConvertAll(figures, _ => new double[numbers.Length]);
        for (var i = 0; i < numbers.Length; i++)
        {
            var present = numbers[i].Values.ToArray().Where(v => !double.IsNaN(v)).Order().ToArray();
            var mean = present.Length == 0 ? double.NaN : present.Average();
            var spread = present.Sum(v => (v - mean) * (v - mean));
            double[] row =
            [
                present.Length, numbers[i].MissingCount, mean, present.Length < 2 ? double.NaN : Math.Sqrt(spread / (present.Length - 1)),
                Quantile(present, 0), Quantile(present, 0.25), Quantile(present, 0.5), Quantile(present, 0.75), Quantile(present, 1),
            ];
            for (var figure = 0; figure < row.Length; figure++)
            {
                values[figure][i] = row[figure];
            }
        }

        return new([new TextColumn("column", [.. numbers.Select(n => n.Name)]), .. figures.Select((name, i) => (Column)new NumberColumn(name, values[i]))]);
    }

    public static string Show(Table table)
    {
        var rows = Math.Min(table.RowCount, ShownRows);
        var columns = Math.Min(table.Columns.Count, ShownColumns);
        var cells = new string[columns][];
        for (var c = 0; c < columns; c++)
        {
            var column = table.Columns[c];
            cells[c] = [Cut(column.Name), .. Enumerable.Range(0, rows).Select(row => Cut(Cell(column, row)))];
        }

        var text = new StringBuilder();
        for (var line = 0; line <= rows; line++)
        {
            for (var c = 0; c < columns; c++)
            {
                var width = cells[c].Max(cell => cell.Length);
                text.Append(c == 0 ? string.Empty : "  ").Append(table.Columns[c] is NumberColumn ? cells[c][line].PadLeft(width) : cells[c][line].PadRight(width));
            }

            while (text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        var more = string.Join(", ", new[]
        {
            table.RowCount > rows ? $"{table.RowCount - rows} more rows" : string.Empty,
            table.Columns.Count > columns ? $"{table.Columns.Count - columns} more columns" : string.Empty,
        }.Where(part => part.Length > 0));
        text.Append(CultureInfo.InvariantCulture, $"table ({table.RowCount}, {table.Columns.Count}){(more.Length > 0 ? $", {more}" : string.Empty)}");
        foreach (var warning in table.Warnings)
        {
            text.Append("\nwarning: ").Append(warning);
        }

        return text.ToString();
    }

    private static string Cell(Column column, int row) => column switch
    {
        _ when column.IsMissing(row) => "–",
        NumberColumn { IsFlags: false } numbers => numbers.Values[row].ToString("G6", CultureInfo.InvariantCulture),
        _ => column.TextAt(row)!,
    };

    private static string Cut(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= Widest ? text : text[..(Widest - 1)] + "…";
    }

    /// <summary>The quantile of ascending values, linear between the two nearest (NumPy's and pandas' default).</summary>
    private static double Quantile(double[] ascending, double fraction)
    {
        if (ascending.Length == 0)
        {
            return double.NaN;
        }

        var place = fraction * (ascending.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((ascending[above] - ascending[below]) * (place - below));
    }
}
