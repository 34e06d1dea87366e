namespace Kiln.Data;

/// <summary>The order of rows by a column.</summary>
internal static class RowOrder
{
    /// <summary>Row numbers in order; a stable sort, missing values last.</summary>
    public static int[] Of(Column column, bool descending)
    {
        var order = new int[column.Count];
        var missing = new List<int>();
        var count = 0;
        for (var row = 0; row < order.Length; row++)
        {
            if (column.IsMissing(row))
            {
                missing.Add(row);
            }
            else
            {
                order[count++] = row;
            }
        }

        var present = order.AsSpan(0, count);
        if (column is NumberColumn numbers)
        {
            // Equal values keep their order: the row decides between them.
            var values = numbers.Values.ToArray();
            present.Sort((a, b) => (descending ? values[b].CompareTo(values[a]) : values[a].CompareTo(values[b])) is var by && by != 0 ? by : a.CompareTo(b));
        }
        else
        {
            var codes = ((TextColumn)column).Codes.ToArray();
            present.Sort((a, b) => (descending ? codes[b].CompareTo(codes[a]) : codes[a].CompareTo(codes[b])) is var by && by != 0 ? by : a.CompareTo(b));
        }

        missing.CopyTo(order, count);
        return order;
    }
}
