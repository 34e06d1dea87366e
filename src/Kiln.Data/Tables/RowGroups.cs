using System.Runtime.InteropServices;

namespace Kiln.Data;

/// <summary>Rows that agree in all columns of a table.</summary>
/// <param name="GroupOf">For each row the number of its group, in the order in which groups first come.</param>
/// <param name="FirstRows">The first row of each group.</param>
/// <param name="Counts">How many rows each group has.</param>
internal sealed record RowGroups(int[] GroupOf, int[] FirstRows, int[] Counts)
{
    public static RowGroups Of(Table table)
    {
        // Column after column: rows of one group so far stay together where their next value agrees.
        var groups = new int[table.RowCount];
        foreach (var column in table.Columns)
        {
            var codes = Codes(column);
            var numbers = new Dictionary<(int Group, int Code), int>();
            for (var row = 0; row < groups.Length; row++)
            {
                ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, (groups[row], codes[row]), out var known);
                groups[row] = number = known ? number : numbers.Count - 1;
            }
        }

        var (first, counts) = (new List<int>(), new List<int>());
        for (var row = 0; row < groups.Length; row++)
        {
            if (groups[row] == counts.Count)
            {
                first.Add(row);
                counts.Add(0);
            }

            counts[groups[row]]++;
        }

        return new(groups, [.. first], [.. counts]);
    }

    /// <summary>The mean of each group, without missing values.</summary>
    public double[] Means(ReadOnlySpan<double> values)
    {
        var (sums, counts) = (new double[Counts.Length], new int[Counts.Length]);
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                sums[GroupOf[row]] += values[row];
                counts[GroupOf[row]]++;
            }
        }

        for (var group = 0; group < sums.Length; group++)
        {
            sums[group] /= counts[group];
        }

        return sums;
    }

    private static int[] Codes(Column column)
    {
        if (column is TextColumn text)
        {
            return text.Codes.ToArray();
        }

        var numbers = new Dictionary<double, int>();
        var values = ((NumberColumn)column).Values;
        var codes = new int[values.Length];
        for (var row = 0; row < codes.Length; row++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, values[row], out var known);
            codes[row] = number = known ? number : numbers.Count - 1;
        }

        return codes;
    }
}
