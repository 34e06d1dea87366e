using System.Numerics.Tensors;

namespace Kiln.Numerics;

/// <summary>
/// Products of a sparse matrix in compressed rows (A: row starts, the column of each value, the values) with dense vectors and row-major matrices. Rows are
/// shared among threads by a partition that depends on the shapes alone; a sum over rows is taken block by block and the blocks are added in order, so the
/// bits are the same for any number of threads. The column numbers are trusted: who makes such arrays checks them once.
/// </summary>
public static unsafe class SparseProducts
{
    // About 20 µs of work: what a tile should cost for the threads to pay.
    private const int ValuesPerTile = 16_384;

    // A sum over rows needs a partial result for each block, so there are few, and only where the values outnumber what adding the partials costs.
    private const int MostBlocks = 16;

    /// <summary>C = A · B: (rows, columns) · (columns, width) = (rows, width); a vector is a matrix of width 1.</summary>
    /// <param name="rowStarts">Where each row begins; (rows + 1).</param>
    /// <param name="columnIndices">The column of each value.</param>
    /// <param name="values">The values.</param>
    /// <param name="right">B, row after row.</param>
    /// <param name="width">The columns of B.</param>
    /// <param name="result">C; overwritten.</param>
    public static void Multiply(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values, ReadOnlySpan<double> right, int width, Span<double> result)
    {
        var rows = Check(rowStarts, columnIndices, values, width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, rows * width);
        if (result.IsEmpty)
        {
            return;
        }

        fixed (int* starts = rowStarts, columns = columnIndices)
        fixed (double* v = values, b = right, c = result)
        {
            var rowsPerTile = (int)Math.Clamp((long)ValuesPerTile * rows / Math.Max(1, (long)values.Length * width), 1, rows);
            WorkerTeam.Run((rows + rowsPerTile - 1) / rowsPerTile, new RowTiles(starts, columns, v, b, c, rows, width, rowsPerTile));
        }
    }

    /// <summary>C = Aᵀ · B: (columns, rows) · (rows, width) = (columns, width).</summary>
    /// <param name="rowStarts">Where each row begins; (rows + 1).</param>
    /// <param name="columnIndices">The column of each value.</param>
    /// <param name="values">The values.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="right">B, row after row.</param>
    /// <param name="width">The columns of B.</param>
    /// <param name="result">C; overwritten.</param>
    public static void MultiplyTransposed(
        ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values, int columns, ReadOnlySpan<double> right, int width, Span<double> result)
    {
        var rows = Check(rowStarts, columnIndices, values, width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, rows * width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, columns * width);
        result.Clear();
        if (result.IsEmpty || rows == 0)
        {
            return;
        }

        var blocks = (int)Math.Clamp(values.Length / Math.Max(ValuesPerTile, 2L * columns), 1, Math.Min(MostBlocks, rows));
        var partials = blocks == 1 ? [] : new double[(blocks - 1) * result.Length];
        fixed (int* starts = rowStarts, indices = columnIndices)
        fixed (double* v = values, b = right, c = result, p = partials)
        {
            WorkerTeam.Run(blocks, new RowBlocks(starts, indices, v, b, c, p, rows, width, result.Length, blocks));
        }

        for (var block = 1; block < blocks; block++)
        {
            TensorPrimitives.Add(result, partials.AsSpan((block - 1) * result.Length, result.Length), result);
        }
    }

    /// <summary>C = B · A: (height, rows) · (rows, columns) = (height, columns).</summary>
    /// <param name="left">B, row after row.</param>
    /// <param name="height">The rows of B.</param>
    /// <param name="rowStarts">Where each row begins; (rows + 1).</param>
    /// <param name="columnIndices">The column of each value.</param>
    /// <param name="values">The values.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="result">C; overwritten.</param>
    public static void MultiplyLeft(
        ReadOnlySpan<double> left, int height, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values, int columns, Span<double> result)
    {
        var rows = Check(rowStarts, columnIndices, values, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, rows * height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, columns * height);
        result.Clear();
        if (result.IsEmpty)
        {
            return;
        }

        fixed (int* starts = rowStarts, indices = columnIndices)
        fixed (double* v = values, b = left, c = result)
        {
            WorkerTeam.Run(height, new LeftRows(starts, indices, v, b, c, rows, columns));
        }
    }

    private static int Check(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowStarts.Length, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(columnIndices.Length, values.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rowStarts[^1], values.Length);
        return rowStarts.Length - 1;
    }

    /// <summary>y += a · x over a row of a dense matrix.</summary>
    private static void AddScaled(double a, double* x, double* y, int width)
    {
        if (width >= 8)
        {
            var target = new Span<double>(y, width);
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(x, width), a, target, target);
            return;
        }

        for (var i = 0; i < width; i++)
        {
            y[i] += a * x[i];
        }
    }

    private readonly struct RowTiles(int* starts, int* columns, double* values, double* right, double* result, int rows, int width, int rowsPerTile) : ITileBody
    {
        public void Invoke(int tile)
        {
            var end = Math.Min(rows, (tile + 1) * rowsPerTile);
            for (var row = tile * rowsPerTile; row < end; row++)
            {
                if (width == 1)
                {
                    result[row] = SparseRows.Dot(values + starts[row], columns + starts[row], starts[row + 1] - starts[row], right);
                    continue;
                }

                var target = result + ((long)row * width);
                new Span<double>(target, width).Clear();
                for (var i = starts[row]; i < starts[row + 1]; i++)
                {
                    AddScaled(values[i], right + ((long)columns[i] * width), target, width);
                }
            }
        }
    }

    private readonly struct RowBlocks(
        int* starts, int* columns, double* values, double* right, double* result, double* partials, int rows, int width, int length, int blocks) : ITileBody
    {
        public void Invoke(int tile)
        {
            var target = tile == 0 ? result : partials + ((long)(tile - 1) * length);
            var (from, to) = ((int)((long)rows * tile / blocks), (int)((long)rows * (tile + 1) / blocks));
            for (var row = from; row < to; row++)
            {
                if (width == 1)
                {
                    SparseRows.AddScaled(values + starts[row], columns + starts[row], starts[row + 1] - starts[row], right[row], target);
                    continue;
                }

                for (var i = starts[row]; i < starts[row + 1]; i++)
                {
                    AddScaled(values[i], right + ((long)row * width), target + ((long)columns[i] * width), width);
                }
            }
        }
    }

    private readonly struct LeftRows(int* starts, int* columns, double* values, double* left, double* result, int rows, int width) : ITileBody
    {
        public void Invoke(int tile)
        {
            var factors = left + ((long)tile * rows);
            var target = result + ((long)tile * width);
            for (var row = 0; row < rows; row++)
            {
                SparseRows.AddScaled(values + starts[row], columns + starts[row], starts[row + 1] - starts[row], factors[row], target);
            }
        }
    }
}
