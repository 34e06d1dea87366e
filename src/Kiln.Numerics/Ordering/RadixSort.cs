using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Sorts keys with their indices byte by byte, the least significant first (H. Seward, 1954; Knuth, The Art of Computer Programming, volume 3, 5.2.5). Each pass keeps the
/// order of equal bytes, so the whole is stable; a pass in which all bytes are equal is left out.
/// </summary>
/// <remarks>
/// Long lists are cut into chunks of a fixed size. Threads count the bytes of the chunks and move the items of the chunks: where a chunk's items of one byte begin follows from
/// the counts alone, so any number of threads gives the same list.
/// </remarks>
internal static unsafe class RadixSort
{
    /// <summary>Below this many items sorting by comparisons is faster.</summary>
    public const int Least = 512;

    private const int ChunkItems = 32768;

    /// <summary>Sorts items whose indices ascend.</summary>
    /// <param name="items">The items; sorted when the method returns.</param>
    /// <param name="other">Room for as many.</param>
    /// <param name="count">How many.</param>
    public static void Sort<TItem>(TItem* items, TItem* other, int count)
        where TItem : unmanaged, IOrderItem<TItem>
    {
        if (count < Least)
        {
            new Span<TItem>(items, count).Sort();
            return;
        }

        int chunks = (count + ChunkItems - 1) / ChunkItems;
        int[] rented = ArrayPool<int>.Shared.Rent(chunks * 256);
        TItem* from = items, to = other;
        fixed (int* counts = rented)
        {
            for (int n = 0; n < TItem.KeyBytes; n++)
            {
                WorkerTeam.Run(chunks, new Count<TItem>(from, count, n, counts));
                if (Places(counts, chunks, count))
                {
                    WorkerTeam.Run(chunks, new Move<TItem>(from, to, count, n, counts));
                    TItem* swap = from;
                    from = to;
                    to = swap;
                }
            }
        }

        ArrayPool<int>.Shared.Return(rented);
        if (from != items)
        {
            new ReadOnlySpan<TItem>(from, count).CopyTo(new Span<TItem>(items, count));
        }
    }

    /// <summary>Turns counts into the places where each chunk's items of each byte begin; false if all items have one byte.</summary>
    private static bool Places(int* counts, int chunks, int count)
    {
        int place = 0;
        for (int digit = 0; digit < 256; digit++)
        {
            int before = place;
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                int here = counts[(chunk * 256) + digit];
                counts[(chunk * 256) + digit] = place;
                place += here;
            }

            if (place - before == count)
            {
                return false;
            }
        }

        return true;
    }

    private readonly struct Count<TItem>(TItem* items, int count, int n, int* counts) : ITileBody
        where TItem : unmanaged, IOrderItem<TItem>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            int* mine = counts + (tile * 256);
            new Span<int>(mine, 256).Clear();
            int end = Math.Min(count, (tile + 1) * ChunkItems);
            for (int i = tile * ChunkItems; i < end; i++)
            {
                mine[items[i].Digit(n)]++;
            }
        }
    }

    private readonly struct Move<TItem>(TItem* from, TItem* to, int count, int n, int* places) : ITileBody
        where TItem : unmanaged, IOrderItem<TItem>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            int* mine = places + (tile * 256);
            int end = Math.Min(count, (tile + 1) * ChunkItems);
            for (int i = tile * ChunkItems; i < end; i++)
            {
                to[mine[from[i].Digit(n)]++] = from[i];
            }
        }
    }
}
