namespace Kiln.Numerics;

/// <summary>
/// The drivers that apply an operator struct to arrays: contiguous, with a repeated scalar, or strided with broadcasting; on all threads from
/// some ten thousand elements on. Every result is written contiguously in row-major order and may be one of the operands' own memory when that is
/// contiguous.
/// </summary>
/// <remarks>
/// Element types: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/> and <see cref="BFloat16"/> (both computed in float32 and
/// rounded once), <see cref="int"/>, <see cref="long"/>, <see cref="byte"/> and <see cref="sbyte"/>. An element's bits depend neither on its
/// place in the array nor on the number of threads.
/// </remarks>
public static unsafe partial class Elementwise
{
    /// <summary>Elements gathered at a time from operands that are neither runs nor rows: two blocks of eight-byte elements fill half a first-level cache.</summary>
    private const int Block = 1024;

    /// <summary>From this many tiles on, other threads are asked for help.</summary>
    private const int TilesWorthATeam = 4;

    private static void Run<TBody>(long count, int tileSize, TBody body)
        where TBody : struct, IRangeBody
    {
        if (count < (long)TilesWorthATeam * tileSize)
        {
            if (count > 0)
            {
                body.Invoke(0, (int)count);
            }

            return;
        }

        var tiles = (int)((count + tileSize - 1) / tileSize);
        WorkerTeam.Run(tiles, new RangeTiles<TBody>(body, count, tileSize));
    }

    private static void CheckLength(int given, int needed, string name)
    {
        if (given < needed)
        {
            throw new ArgumentException($"element-wise: '{name}' holds {given} elements, {needed} are needed");
        }
    }

    private static int CommonLength(int x, int y) => x == y || y == 1 ? x : x == 1 ? y
        : throw new ArgumentException($"element-wise: operands of {x} and {y} elements; the lengths must be equal, or one of them 1");
}
