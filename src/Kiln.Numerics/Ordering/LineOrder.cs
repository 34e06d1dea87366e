using System.Buffers;

namespace Kiln.Numerics;

/// <summary>The lines of a (outer, size, inner) array and how they are to be ordered.</summary>
internal readonly unsafe struct LineOrder<TItem, T>(T* x, long* indices, int size, int inner, int take, bool descending)
    where TItem : unmanaged, IOrderItem<TItem>
    where T : unmanaged
{
    /// <summary>Elements of a line that one thread takes when several share it.</summary>
    private const int ChunkElements = 65536;

    /// <summary>The length of a line.</summary>
    public int Size => size;

    /// <summary>Items that one line needs room for: those of the line twice, or those of a selection.</summary>
    public int Room => Selects ? TopBuffer<TItem>.Room(take) : checked(2 * size);

    /// <summary>Whether so few are wanted that the line is not sorted.</summary>
    private bool Selects => take < size / 8 && take <= 4096;

    /// <summary>Orders a line on this thread.</summary>
    public void Alone(int line, TItem* room)
    {
        if (Selects)
        {
            Select(line, 0, size, room);
        }
        else
        {
            TItem.Fill(Start(line), inner, size, 0, descending, room);
            RadixSort.Sort(room, room + size, size);
        }

        Write(line, room);
    }

    /// <summary>Orders a line on all threads.</summary>
    public void Shared(int line)
    {
        int chunks = (size + ChunkElements - 1) / ChunkElements;
        int room = Selects ? TopBuffer<TItem>.Room(take) : 0;
        TItem[] rented = ArrayPool<TItem>.Shared.Rent(Selects ? checked(chunks * room) : Room);
        fixed (TItem* items = rented)
        {
            WorkerTeam.Run(chunks, new Chunk(this, line, items, room));
            if (Selects)
            {
                // The best of all chunks are among the best of each.
                int held = 0;
                for (int chunk = 0; chunk < chunks; chunk++)
                {
                    int count = Math.Min(take, size - (chunk * ChunkElements));
                    new ReadOnlySpan<TItem>(items + ((nint)chunk * room), count).CopyTo(new Span<TItem>(items + held, count));
                    held += count;
                }

                new Span<TItem>(items, held).Sort();
            }
            else
            {
                RadixSort.Sort(items, items + size, size);
            }

            Write(line, items);
        }

        ArrayPool<TItem>.Shared.Return(rented);
    }

    private T* Start(int line)
    {
        (int outer, int column) = Math.DivRem(line, inner);
        return x + ((nint)outer * size * inner) + column;
    }

    private void Select(int line, int first, int count, TItem* room)
    {
        var buffer = new TopBuffer<TItem>(room, Math.Min(take, count));
        TItem.Offer(Start(line) + ((nint)first * inner), inner, count, first, descending, ref buffer);
        buffer.Sort();
    }

    private void Write(int line, TItem* items)
    {
        (int outer, int column) = Math.DivRem(line, inner);
        long* to = indices + ((nint)outer * take * inner) + column;
        for (nint k = 0; k < take; k++)
        {
            to[k * inner] = items[k].Index;
        }
    }

    private readonly struct Chunk(LineOrder<TItem, T> order, int line, TItem* items, int room) : ITileBody
    {
        public void Invoke(int tile)
        {
            int first = tile * ChunkElements;
            int count = Math.Min(ChunkElements, order.Size - first);
            if (order.Selects)
            {
                order.Select(line, first, count, items + ((nint)tile * room));
            }
            else
            {
                order.Fill(line, first, count, items + first);
            }
        }
    }

    private void Fill(int line, int first, int count, TItem* items) =>
        TItem.Fill(Start(line) + ((nint)first * inner), inner, count, first, descending, items);
}
