namespace Kiln.Estimators;

/// <summary>
/// How samples are cut for a pass over them: groups of neighboring tiles, each group with its own sums, which are added up in the order of the groups. It depends
/// on the shape alone, so that the bits of a result do not depend on the number of threads.
/// </summary>
/// <param name="Rows">Samples in all.</param>
/// <param name="TileRows">Samples of a tile, a multiple of 8: they stay in a core's second-level cache from the scores to the gradient.</param>
/// <param name="GroupRows">Samples of a group, a multiple of the tile's.</param>
internal readonly record struct RowTiling(int Rows, int TileRows, int GroupRows)
{
    /// <summary>The longest tile: what is kept for each of its samples lies on the stack.</summary>
    public const int LongestTile = 512;

    private const int TileNumbers = 24 * 1024;
    private const int MostGroups = 32;

    public int Groups => (Rows + GroupRows - 1) / GroupRows;

    /// <summary>The cut of some samples.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="sums">How many sums a group keeps: there are fewer groups where they would outweigh the samples.</param>
    public static RowTiling Of(in SampleView x, long sums)
    {
        var average = Math.Max(1, x.Stored / x.Rows);
        var tile = (int)Math.Clamp(TileNumbers / average / 8 * 8, 32, LongestTile);
        var tiles = (x.Rows + tile - 1) / tile;
        var groups = (int)Math.Clamp(Math.Min(tiles, x.Stored / (4 * Math.Max(1, sums))), 1, MostGroups);
        return new(x.Rows, tile, (tiles + groups - 1) / groups * tile);
    }
}
