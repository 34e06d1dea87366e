namespace Kiln.Numerics;

/// <summary>Rows of a table picked by number, and the way back: the gradient of a row is the sum over the places where it was picked.</summary>
/// <remarks>Sums run in the order of the places, so they have the same bits for any number of threads.</remarks>
public static unsafe class EmbeddingRows
{
    // Elements added by a task: 128 KB of floats, some 10 µs.
    private const long TaskElements = 32 * 1024;

    /// <summary>y[i] = table[rows[i]].</summary>
    /// <typeparam name="T">The element type; any of a fixed size.</typeparam>
    /// <param name="rows">Which row for each place; from 0 to the table's height − 1.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="table">(height, width).</param>
    /// <param name="y">(places, width), overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a row does not exist.</exception>
    public static void Gather<T>(ReadOnlySpan<int> rows, int width, ReadOnlySpan<T> table, Span<T> y)
        where T : unmanaged
    {
        PickedRows.Check("embedding", rows, width == 0 ? int.MaxValue : table.Length / width);
        Extents.Length("embedding", nameof(y), y.Length, (long)rows.Length * width);
        fixed (T* ptable = table, py = y)
        {
            PickedRows.CopyChecked(1, width == 0 ? int.MaxValue : table.Length / width, rows, (nint)width * sizeof(T), ptable, py);
        }
    }

    /// <summary>table[r] = Σ g[i] over the places i with rows[i] = r, zeros where there are none.</summary>
    /// <param name="rows">Which row for each place; from 0 to <paramref name="height"/> − 1.</param>
    /// <param name="skipped">A row that gets zeros whatever its places say, or −1.</param>
    /// <param name="height">How many rows the table has.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="g">(places, width): the gradient of what was picked.</param>
    /// <param name="table">(height, width), overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a row does not exist.</exception>
    public static void ScatterAdd(ReadOnlySpan<int> rows, int skipped, int height, int width, ReadOnlySpan<float> g, Span<float> table) =>
        Scatter(rows, skipped, height, width, g, table);

    /// <inheritdoc cref="ScatterAdd(ReadOnlySpan{int}, int, int, int, ReadOnlySpan{float}, Span{float})"/>
    public static void ScatterAdd(ReadOnlySpan<int> rows, int skipped, int height, int width, ReadOnlySpan<double> g, Span<double> table) =>
        Scatter(rows, skipped, height, width, g, table);

    /// <summary>
    /// The places are sorted by row first (counting, which keeps their order), so that a task can own some rows of the table: it clears them and adds what
    /// belongs there, and no two tasks write the same row.
    /// </summary>
    private static void Scatter<T>(ReadOnlySpan<int> rows, int skipped, int height, int width, ReadOnlySpan<T> g, Span<T> table)
        where T : unmanaged
    {
        PickedRows.Check("embedding", rows, height);
        Extents.Length("embedding", nameof(g), g.Length, (long)rows.Length * width);
        Extents.Length("embedding", nameof(table), table.Length, (long)height * width);
        if (table.Length == 0)
        {
            return;
        }

        using var starts = Scratch.Rent<int>(height + 1);
        using var sorted = Scratch.Rent<int>(Math.Max(1, rows.Length));
        var start = (int*)starts.Pointer;
        var places = (int*)sorted.Pointer;
        Sort(rows, height, start, places);
        var tasks = (int)Math.Clamp(((long)table.Length + g.Length) / TaskElements, 1, Math.Min(height, 256));
        fixed (T* pg = g, ptable = table)
        {
            WorkerTeam.Run(tasks, new ScatterBody<T>
            {
                Start = start,
                Places = places,
                G = pg,
                Table = ptable,
                Width = width,
                Height = height,
                Skipped = skipped,
                Tasks = tasks,
            });
        }
    }

    private static void Sort(ReadOnlySpan<int> rows, int height, int* start, int* places)
    {
        new Span<int>(start, height + 1).Clear();
        foreach (var row in rows)
        {
            start[row + 1]++;
        }

        for (var row = 0; row < height; row++)
        {
            start[row + 1] += start[row];
        }

        using var next = Scratch.Rent<int>(height);
        var at = (int*)next.Pointer;
        new ReadOnlySpan<int>(start, height).CopyTo(new Span<int>(at, height));
        for (var i = 0; i < rows.Length; i++)
        {
            places[at[rows[i]]++] = i;
        }
    }

    private struct ScatterBody<T> : ITileBody
        where T : unmanaged
    {
        public int* Start;
        public int* Places;
        public T* G;
        public T* Table;
        public int Width;
        public int Height;
        public int Skipped;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var end = (int)((long)Height * (tile + 1) / Tasks);
            for (var row = (int)((long)Height * tile / Tasks); row < end; row++)
            {
                var to = Table + ((nint)row * Width);
                if (row == Skipped || Start[row] == Start[row + 1])
                {
                    new Span<T>(to, Width).Clear();
                    continue;
                }

                new ReadOnlySpan<T>(G + ((nint)Places[Start[row]] * Width), Width).CopyTo(new Span<T>(to, Width));
                for (var i = Start[row] + 1; i < Start[row + 1]; i++)
                {
                    Kernels.Binary<AddOperator, T>(to, false, G + ((nint)Places[i] * Width), false, to, Width);
                }
            }
        }
    }
}
