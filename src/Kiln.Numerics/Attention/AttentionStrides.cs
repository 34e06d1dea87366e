namespace Kiln.Numerics;

/// <summary>
/// Where the rows of an operand lie, in elements: from one sequence, one place in time and one head to the next. A row's elements are adjacent. So
/// (batch, time, heads, size) and (batch, heads, time, size) are read in place alike.
/// </summary>
/// <param name="Batch">From one sequence to the next; 0 shares one sequence.</param>
/// <param name="Time">From one place in time to the next.</param>
/// <param name="Head">From one head to the next.</param>
public readonly record struct AttentionStrides(long Batch, long Time, long Head)
{
    /// <summary>The strides of a contiguous (batch, time, heads, size).</summary>
    public static AttentionStrides TimeFirst(int time, int heads, int size) => new((long)time * heads * size, (long)heads * size, size);

    /// <summary>The strides of a contiguous (batch, heads, time, size).</summary>
    public static AttentionStrides HeadsFirst(int time, int heads, int size) => new((long)time * heads * size, size, (long)time * size);

    /// <summary>Elements from the first to behind the last that an operand of these extents reaches.</summary>
    internal long Extent(int batch, int time, int heads, int size) =>
        batch == 0 || time == 0 || heads == 0 || size == 0 ? 0 : ((batch - 1) * Batch) + ((time - 1) * Time) + ((heads - 1) * Head) + size;
}
