using System.Globalization;

namespace Kiln.Data;

/// <summary>A table of numbers as one row-major matrix.</summary>
internal static class TableNumbers
{
    // A block of rows at a time, so that the lines written stay in the cache while the columns go by.
    private const int Block = 512;

    /// <summary>The values row after row.</summary>
    /// <exception cref="DatasetException">A column is text; the message names it and a value.</exception>
    public static double[] RowMajor(string owner, Table table)
    {
        var (rows, columns) = (table.RowCount, table.Columns.Count);
        foreach (var column in table.Columns)
        {
            if (column is not NumberColumn)
            {
                throw NoNumbers(owner, (TextColumn)column);
            }
        }

        var values = new double[checked(rows * columns)];
        for (var from = 0; from < rows; from += Block)
        {
            var to = Math.Min(rows, from + Block);
            for (var c = 0; c < columns; c++)
            {
                var column = ((NumberColumn)table.Columns[c]).Values;
                for (var row = from; row < to; row++)
                {
                    values[(row * columns) + c] = column[row];
                }
            }
        }

        return values;
    }

    private static DatasetException NoNumbers(string owner, TextColumn column)
    {
        if (column.Mixed is { } mixed)
        {
            return new(string.Create(CultureInfo.InvariantCulture,
                $"{owner}: column '{column.Name}' is text, because \"{mixed.ShownWord}\" in line {mixed.Line} of {mixed.Source} is no number; {mixed.Numbers} of its {mixed.Numbers + mixed.Words} values are. ")
                + "Correct the cell, or empty it when the value is missing; or encode the column as categories, or drop it");
        }

        var row = Enumerable.Range(0, column.Count).FirstOrDefault(r => !column.IsMissing(r));
        return column.Count == 0
            ? new(Said(string.Empty))
            : new(Said(string.Create(CultureInfo.InvariantCulture, $" (row {row}: \"{column.TextAt(row)}\")"))) { Row = row, Reason = Said($" (\"{column.TextAt(row)}\")") };

        string Said(string example) =>
            $"{owner}: column '{column.Name}' is text{example}; numbers are expected: encode it first (one-hot, ordinal or target encoder, or a vectorizer), or drop it";
    }
}
