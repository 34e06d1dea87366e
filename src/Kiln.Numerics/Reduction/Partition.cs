using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// How a reduction over the middle axis of (outer, reduced, inner) is cut into units of work: a run of rows (the reduced axis) times a strip of columns
/// (the inner axis) of one outer index. It depends on the shape only, so that sums are the same for any number of threads.
/// </summary>
internal readonly struct Partition
{
    /// <summary>Elements that make a tile worth handing to another thread.</summary>
    public const int TileElements = 32768;

    /// <summary>Elements of a chunk of rows: each chunk leaves a row of partial sums, which is to cost little beside it.</summary>
    private const int ChunkElements = 131072;

    /// <summary>Columns per strip: their partial sums in float64 fit into 4 KB of stack.</summary>
    public const int StripWidth = 512;

    private readonly int _unitsPerTile;

    public Partition(int outer, int reduced, int inner)
    {
        (Outer, Reduced, Inner) = (outer, reduced, inner);
        Strip = Math.Clamp(inner, 1, StripWidth);
        Strips = (inner + Strip - 1) / Strip;

        // Whole blocks of rows, so that a chunk's sums are those of the same rows in any larger one.
        Chunk = inner == 1 ? TileElements : Math.Max(SumCore.BlockRows, ChunkElements / Strip / SumCore.BlockRows * SumCore.BlockRows);
        Chunks = Math.Max(1, (reduced + Chunk - 1) / Chunk);
        Units = (long)outer * Chunks * Strips;
        _unitsPerTile = Math.Max(1, TileElements / Math.Max(1, Math.Min(Chunk, reduced) * Strip));
        IsSmall = (long)outer * reduced * inner < 4 * TileElements;
    }

    public int Outer { get; }

    public int Reduced { get; }

    public int Inner { get; }

    public int Strip { get; }

    public int Strips { get; }

    public int Chunk { get; }

    public int Chunks { get; }

    /// <summary>The number of units.</summary>
    public long Units { get; }

    /// <summary>Whether other threads could not help.</summary>
    public bool IsSmall { get; }

    /// <summary>Runs a body over all units, on other threads too when there is enough to do.</summary>
    public void Run<TBody>(TBody body)
        where TBody : struct, IUnitBody
    {
        if (Units == 0)
        {
            return;
        }

        if (IsSmall)
        {
            RunRange(body, 0, Units);
        }
        else
        {
            WorkerTeam.Run((int)((Units + _unitsPerTile - 1) / _unitsPerTile), new Tiles<TBody>(this, body));
        }
    }

    // Units in order, counted up like the digits of an odometer: strips, then chunks, then outer indices.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRange<TBody>(TBody body, long first, long last)
        where TBody : struct, IUnitBody
    {
        var (rest, strip) = Math.DivRem(first, Strips);
        var (outer, chunk) = Math.DivRem(rest, Chunks);
        for (var unit = first; unit < last; unit++)
        {
            int row = (int)chunk * Chunk, column = (int)strip * Strip;
            body.Invoke(new Unit((int)outer, (int)chunk, row, Math.Min(Chunk, Reduced - row), column, Math.Min(Strip, Inner - column)));
            if (++strip == Strips)
            {
                strip = 0;
                if (++chunk == Chunks)
                {
                    chunk = 0;
                    outer++;
                }
            }
        }
    }

    internal readonly record struct Unit(int Outer, int Chunk, int Row, int Rows, int Column, int Columns);

    private readonly struct Tiles<TBody>(Partition partition, TBody body) : ITileBody
        where TBody : struct, IUnitBody
    {
        public void Invoke(int tile)
        {
            var first = (long)tile * partition._unitsPerTile;
            partition.RunRange(body, first, Math.Min(first + partition._unitsPerTile, partition.Units));
        }
    }
}

/// <summary>Work on one unit of a <see cref="Partition"/>.</summary>
internal interface IUnitBody
{
    public void Invoke(Partition.Unit unit);
}
