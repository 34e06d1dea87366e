namespace Kiln.Evaluation;

/// <summary>How many samples two groupings have in common, group by group; only pairs that occur.</summary>
internal sealed class Contingency
{
    private Contingency(long[] rows, long[] columns, List<(int Row, int Column, long Count)> cells, int total) =>
        (Rows, Columns, Cells, Total) = (rows, columns, cells, total);

    /// <summary>Samples in each group of the first.</summary>
    public long[] Rows { get; }

    /// <summary>Samples in each group of the second.</summary>
    public long[] Columns { get; }

    /// <summary>The pairs that occur, by row, then column.</summary>
    public List<(int Row, int Column, long Count)> Cells { get; }

    /// <summary>Number of samples.</summary>
    public int Total { get; }

    /// <summary>Σ nᵢⱼ², Σ aᵢ², Σ bⱼ²: pairs of samples, in order and with themselves, that are together in both, the first, the second.</summary>
    public (long Both, long First, long Second) Squares
    {
        get
        {
            long both = 0, first = 0, second = 0;
            foreach (var (_, _, count) in Cells)
            {
                both += count * count;
            }

            foreach (var count in Rows)
            {
                first += count * count;
            }

            foreach (var count in Columns)
            {
                second += count * count;
            }

            return (both, first, second);
        }
    }

    public static Contingency Of(string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        if (truth.Length != predicted.Length)
        {
            throw new ArgumentException($"{metric}: the two sides differ in length: {truth.Length} and {predicted.Length} group numbers; one each per sample is expected.");
        }

        if (truth.IsEmpty)
        {
            throw new ArgumentException($"{metric}: no samples were given; at least one is needed.");
        }

        var (first, second) = (ClassMap.Of(truth), ClassMap.Of(predicted));
        var (t, p) = (first.Encode(truth), second.Encode(predicted));
        var (rows, columns) = (new long[first.Count], new long[second.Count]);
        var cells = new List<(int, int, long)>();

        // A table where it is small, otherwise the sorted pairs.
        if ((long)first.Count * second.Count <= Math.Max(1 << 16, 4L * truth.Length))
        {
            var counts = new int[first.Count * second.Count];
            for (var i = 0; i < t.Length; i++)
            {
                counts[(t[i] * second.Count) + p[i]]++;
            }

            for (var i = 0; i < counts.Length; i++)
            {
                Add(i / second.Count, i % second.Count, counts[i]);
            }
        }
        else
        {
            var pairs = new long[t.Length];
            for (var i = 0; i < pairs.Length; i++)
            {
                pairs[i] = ((long)t[i] << 32) | (uint)p[i];
            }

            Array.Sort(pairs);
            for (var from = 0; from < pairs.Length;)
            {
                var to = from + 1;
                while (to < pairs.Length && pairs[to] == pairs[from])
                {
                    to++;
                }

                Add((int)(pairs[from] >> 32), (int)pairs[from], to - from);
                from = to;
            }
        }

        return new Contingency(rows, columns, cells, truth.Length);

        void Add(int row, int column, int count)
        {
            if (count > 0)
            {
                cells.Add((row, column, count));
                rows[row] += count;
                columns[column] += count;
            }
        }
    }
}
