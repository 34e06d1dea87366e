namespace Kiln.Numerics;

/// <summary>
/// How a pass is cut into tasks: by pairs of a sequence and a key head, several pairs to a task when they are small, several tasks to a pair when there
/// are few. It follows from the shape alone, so results do not depend on the number of threads.
/// </summary>
/// <param name="Heads">Key heads that are worked on together; a "pair" below may stand for so many.</param>
/// <param name="Pairs">Pairs of a sequence and a key head.</param>
/// <param name="PairsPerTask">Pairs that one task takes, one after the other.</param>
/// <param name="QueryParts">Parts into which the queries of a pair are cut.</param>
/// <param name="KeyParts">Parts into which the keys of a pair are cut; their results are put together afterwards.</param>
internal readonly record struct AttentionTasks(int Heads, int Pairs, int PairsPerTask, int QueryParts, int KeyParts)
{
    // Enough tasks for the threads to share evenly, none so small that taking it costs more than a few per cent.
    private const int WantedTasks = 16;
    private const long SmallestTask = 512 * 1024;

    // With fewer rows than this to a key, reading the key costs more than multiplying by it.
    private const int RowsWorthReading = 16;

    /// <summary>Tasks in all.</summary>
    public int Count => (Pairs + PairsPerTask - 1) / PairsPerTask * QueryParts * KeyParts;

    /// <summary>Cuts the work of a geometry.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="queryBlocks">The most parts into which the queries of a pair can be cut.</param>
    /// <param name="keyBlocks">The most parts into which its keys can be cut, where the queries do not make enough.</param>
    /// <param name="heads">Key heads that are worked on together.</param>
    public static AttentionTasks Of(in AttentionGeometry g, int queryBlocks, int keyBlocks, int heads = 1)
    {
        var pairs = g.Batch * ((g.KeyHeads + heads - 1) / heads);
        if (pairs == 0)
        {
            return new(heads, 0, 1, 1, 1);
        }

        var rows = Math.Max(RowsWorthReading, (long)g.HeadsPerKeyHead * g.Queries);
        var work = Math.Max(1, heads * rows * g.Keys * ((long)g.Size + g.ValueSize));
        var perTask = (int)Math.Clamp(SmallestTask / work, 1, pairs);
        if (perTask > 1)
        {
            return new(heads, pairs, perTask, 1, 1);
        }

        var parts = Math.Min((WantedTasks + pairs - 1) / pairs, work / SmallestTask);
        var queryParts = (int)Math.Clamp(parts, 1, Math.Max(1, queryBlocks));
        var keyParts = (int)Math.Clamp(parts / queryParts, 1, Math.Max(1, keyBlocks));
        return new(heads, pairs, 1, queryParts, keyParts);
    }

    /// <summary>The pairs of a task.</summary>
    public (int First, int End) PairsOf(int task)
    {
        var first = task / (QueryParts * KeyParts) * PairsPerTask;
        return (first, Math.Min(Pairs, first + PairsPerTask));
    }

    /// <summary>Where part number <paramref name="part"/> of <paramref name="parts"/> begins among <paramref name="count"/> places, at a multiple of <paramref name="block"/>.</summary>
    public static int Start(int part, int parts, int count, int block)
    {
        var blocks = (count + block - 1) / block;
        return Math.Min(count, (int)((long)blocks * part / parts) * block);
    }
}
