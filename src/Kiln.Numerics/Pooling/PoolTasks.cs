namespace Kiln.Numerics;

/// <summary>How pooling is cut into tasks; by the shape alone.</summary>
internal static class PoolTasks
{
    private const int Wanted = 32;
    private const long SmallestTask = 32 * 1024;

    // One cache line of floats, so that two tasks rarely write the same line.
    private const int ChannelBlock = 16;

    /// <summary>Blocks of output rows (of all planes) per image: forward, each block writes rows of its own.</summary>
    public static int RowBlocks(in Pool3DGeometry g)
    {
        var work = g.OutputCount * g.Taps;
        var wanted = (int)Math.Clamp(work / SmallestTask, 1, Wanted);
        return Math.Clamp((wanted + g.Batch - 1) / g.Batch, 1, g.OutDepth * g.OutHeight);
    }

    /// <summary>
    /// Blocks of channels per image: backward, windows may overlap, so a task takes all pixels of some channels of one image and no two tasks
    /// add to the same element.
    /// </summary>
    public static int ChannelBlocks(in Pool3DGeometry g)
    {
        var work = g.OutputCount * g.Taps;
        var wanted = (int)Math.Clamp(work / SmallestTask, 1, Wanted);
        return Math.Clamp((wanted + g.Batch - 1) / g.Batch, 1, (g.Channels + ChannelBlock - 1) / ChannelBlock);
    }

    /// <summary>The channels of a block.</summary>
    public static (int First, int End) Channels(in Pool3DGeometry g, int block, int blocks)
    {
        var units = (g.Channels + ChannelBlock - 1) / ChannelBlock;
        var first = (int)((long)units * block / blocks) * ChannelBlock;
        var end = Math.Min(g.Channels, (int)((long)units * (block + 1) / blocks) * ChannelBlock);
        return (first, end);
    }
}
