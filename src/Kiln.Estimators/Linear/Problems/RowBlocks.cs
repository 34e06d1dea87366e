using System.Buffers;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Passes over samples, cut into blocks of rows that the threads share. The cut depends on the shape alone and partial sums are added in the order of the
/// blocks, so that the bits do not depend on the number of threads.
/// </summary>
internal static unsafe class RowBlocks
{
    private const int MostBlocks = 64;
    private const int LeastWork = 32_768;
    private const long LeastWorkPerSum = 16;

    /// <summary>What is done with the rows from start up to end; sums is the block's own.</summary>
    public delegate void Summing(int start, int end, Span<double> sums);

    /// <summary>Calls body for each block of rows; blocks run at the same time.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="work">Multiplications in all, about.</param>
    /// <param name="body">Takes the first row and the one after the last.</param>
    public static void Run(int rows, long work, Action<int, int> body)
    {
        var blocks = (int)Math.Clamp(Math.Min(work / LeastWork, rows), 1, MostBlocks);
        WorkerTeam.Run(blocks, new Tile(block => body(Start(rows, blocks, block), Start(rows, blocks, block + 1))));
    }

    /// <summary>Adds up what body adds for each block.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="work">Multiplications in all, about.</param>
    /// <param name="sums">Takes the sums; what it held is lost.</param>
    /// <param name="body">Adds the rows of a block to sums that begin with 0.</param>
    public static void Sum(int rows, long work, Span<double> sums, Summing body)
    {
        // Clearing and adding up a block's sums has to be little beside making them.
        var blocks = (int)Math.Clamp(Math.Min(work / Math.Max(LeastWork, LeastWorkPerSum * sums.Length), rows), 1, MostBlocks);
        var length = sums.Length;
        if (blocks == 1)
        {
            sums.Clear();
            body(0, rows, sums);
            return;
        }

        var partial = ArrayPool<double>.Shared.Rent(checked(blocks * length));
        WorkerTeam.Run(blocks, new Tile(block =>
        {
            var own = partial.AsSpan(block * length, length);
            own.Clear();
            body(Start(rows, blocks, block), Start(rows, blocks, block + 1), own);
        }));
        partial.AsSpan(0, length).CopyTo(sums);
        fixed (double* from = partial, to = sums)
        {
            for (var block = 1; block < blocks; block++)
            {
                RowKernels.AddScaled(1, from + ((nint)block * length), to, length);
            }
        }

        ArrayPool<double>.Shared.Return(partial);
    }

    private static int Start(int rows, int blocks, int block) => (int)((long)rows * block / blocks);

    private readonly struct Tile(Action<int> body) : ITileBody
    {
        public void Invoke(int tile) => body(tile);
    }
}
