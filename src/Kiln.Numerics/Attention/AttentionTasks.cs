namespace Kiln.Numerics;

/// <summary>
/// How a pass is cut into tasks: by pairs of a sequence and a key head, several pairs to a task when they are small, several tasks to a pair when there
/// are few. It follows from the shape alone, so results do not depend on the number of threads.
/// </summary>
/// <param name="Pairs">Pairs of a sequence and a key head.</param>
/// <param name="PairsPerTask">Pairs that one task takes, one after the other.</param>
/// <param name="Parts">Parts into which a pair is cut: 1 where <paramref name="PairsPerTask"/> is above 1.</param>
internal readonly record struct AttentionTasks(int Pairs, int PairsPerTask, int Parts)
{
    // Enough tasks for the threads to share evenly, none so small that taking it costs more than a few per cent.
    private const int WantedTasks = 16;
    private const long SmallestTask = 512 * 1024;

    /// <summary>Tasks in all.</summary>
    public int Count => (Pairs + PairsPerTask - 1) / PairsPerTask * Parts;

    /// <summary>Cuts the work of a geometry.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="mostParts">The most parts into which a pair can be cut.</param>
    public static AttentionTasks Of(in AttentionGeometry g, int mostParts)
    {
        var pairs = g.Batch * g.KeyHeads;
        if (pairs == 0)
        {
            return new(0, 1, 1);
        }

        var work = Math.Max(1, g.Work / pairs);
        var perTask = (int)Math.Clamp(SmallestTask / work, 1, pairs);
        var tasks = (pairs + perTask - 1) / perTask;
        if (tasks >= WantedTasks || perTask > 1)
        {
            return new(pairs, perTask, 1);
        }

        var parts = Math.Min((WantedTasks + pairs - 1) / pairs, work / SmallestTask);
        return new(pairs, 1, (int)Math.Clamp(parts, 1, Math.Max(1, mostParts)));
    }
}
