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
                var row = Enumerable.Range(0, rows).FirstOrDefault(r => !column.IsMissing(r));
                throw new DatasetException($"{owner}: column '{column.Name}' is text{(rows == 0 ? string.Empty : $" (row {row}: \"{column.TextAt(row)}\")")}; "
                    + "numbers are expected: encode it first (one-hot, ordinal or target encoder, or a vectorizer), or drop it");
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
}
