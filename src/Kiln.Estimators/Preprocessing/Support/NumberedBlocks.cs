using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Work over rows, cut into blocks by the shape alone, so that any number of threads gives the same bits.</summary>
internal static class NumberedBlocks
{
    /// <summary>Values of a block: half a megabyte, enough to be worth waking a thread for, little enough to stay in a core's second-level cache.</summary>
    private const int Elements = 1 << 16;

    /// <summary>Rows of a block.</summary>
    public static int RowsOf(int columns) => Math.Max(1, Elements / Math.Max(1, columns));

    /// <summary>How many blocks there are.</summary>
    public static int Count(int rows, int columns) => (rows + RowsOf(columns) - 1) / RowsOf(columns);

    /// <summary>Runs work over all blocks, on all threads.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Values of a row, or what else says how much work one is.</param>
    /// <param name="body">Takes the block's number, its first row, and the row behind its last.</param>
    /// <param name="cancellation">Stops it between blocks.</param>
    public static void Run(int rows, int columns, Action<int, int, int> body, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var size = RowsOf(columns);
        var blocks = Count(rows, columns);
        if (blocks == 1)
        {
            body(0, 0, rows);
        }
        else if (blocks > 1)
        {
            WorkerTeam.Run(blocks, new Body(rows, size, body), cancellation);
        }
    }

    /// <summary>Runs work over numbered items that differ in nothing but their number, such as columns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="body">Takes the number.</param>
    /// <param name="cancellation">Stops it between items.</param>
    public static void Each(int count, Action<int> body, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (count == 1)
        {
            body(0);
        }
        else if (count > 1)
        {
            WorkerTeam.Run(count, new Item(body), cancellation);
        }
    }

    private readonly struct Body(int rows, int size, Action<int, int, int> body) : ITileBody
    {
        public void Invoke(int tile) => body(tile, tile * size, Math.Min(rows, (tile + 1) * size));
    }

    private readonly struct Item(Action<int> body) : ITileBody
    {
        public void Invoke(int tile) => body(tile);
    }
}
