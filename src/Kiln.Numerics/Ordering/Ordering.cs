using System.Buffers;

namespace Kiln.Numerics;

/// <summary>
/// The order of the middle axis of a contiguous array of shape (outer, size, inner), as indices. NaN counts as the largest, zeros are equal whatever their sign, and equal
/// elements keep their order, ascending or descending.
/// </summary>
/// <remarks>Long lines are sorted by radix; the first few of a long line are selected without sorting it.</remarks>
public static unsafe class Ordering
{
    /// <summary>Lines from which on threads share a line instead of taking one each.</summary>
    private const int LongLine = 131072;

    /// <summary>Elements of a tile of short lines.</summary>
    private const int TileElements = 8192;

    /// <summary>The indices that sort each line.</summary>
    /// <typeparam name="T">float, double, Half, BFloat16, int, long, byte or sbyte.</typeparam>
    /// <param name="x">outer · size · inner elements.</param>
    /// <param name="indices">outer · size · inner results: along the axis, where the elements in order stood.</param>
    /// <param name="outer">The size of the axes before the sorted one.</param>
    /// <param name="size">The size of the sorted axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> has no order here.</exception>
    public static void Sort<T>(ReadOnlySpan<T> x, Span<long> indices, int outer, int size, int inner, bool descending)
        where T : unmanaged => Top(x, indices, outer, size, inner, size, descending);

    /// <summary>The indices of the first few elements in each line's order.</summary>
    /// <param name="x">outer · size · inner elements.</param>
    /// <param name="indices">outer · take · inner results.</param>
    /// <param name="outer">The size of the axes before the sorted one.</param>
    /// <param name="size">The size of the sorted axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <param name="take">How many, at most <paramref name="size"/>.</param>
    /// <param name="largest">Whether the largest come first, or the smallest.</param>
    /// <inheritdoc cref="Sort"/>
    public static void Top<T>(ReadOnlySpan<T> x, Span<long> indices, int outer, int size, int inner, int take, bool largest)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(take, size);
        if (outer < 0 || inner < 0 || x.Length < (long)outer * size * inner || indices.Length < (long)outer * take * inner)
        {
            throw new ArgumentException(
                $"ordering: ({outer}, {size}, {inner}) needs {(long)outer * size * inner} elements and {(long)outer * take * inner} indices; "
                + $"given were {x.Length} and {indices.Length}");
        }

        if (outer == 0 || inner == 0 || take == 0)
        {
            return;
        }

        fixed (T* px = x)
        {
            fixed (long* pi = indices)
            {
                if (SortKeys.AreShort<T>())
                {
                    Run<ShortItem, T>(new(px, pi, size, inner, take, largest), checked(outer * inner));
                }
                else
                {
                    Run<LongItem, T>(new(px, pi, size, inner, take, largest), checked(outer * inner));
                }
            }
        }
    }

    private static void Run<TItem, T>(LineOrder<TItem, T> order, int lines)
        where TItem : unmanaged, IOrderItem<TItem>
        where T : unmanaged
    {
        if (order.Size < LongLine)
        {
            int perTile = Math.Max(1, TileElements / order.Size);
            WorkerTeam.Run((lines + perTile - 1) / perTile, new Lines<TItem, T>(order, lines, perTile));
            return;
        }

        for (int line = 0; line < lines; line++)
        {
            order.Shared(line);
        }
    }

    private readonly struct Lines<TItem, T>(LineOrder<TItem, T> order, int lines, int perTile) : ITileBody
        where TItem : unmanaged, IOrderItem<TItem>
        where T : unmanaged
    {
        public void Invoke(int tile)
        {
            int end = Math.Min(lines, (tile + 1) * perTile);
            TItem[] rented = ArrayPool<TItem>.Shared.Rent(order.Room);
            fixed (TItem* items = rented)
            {
                for (int line = tile * perTile; line < end; line++)
                {
                    order.Alone(line, items);
                }
            }

            ArrayPool<TItem>.Shared.Return(rented);
        }
    }
}
