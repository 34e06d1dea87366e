namespace Kiln.Tokenizers;

/// <summary>Pairs by rank, and by place among equals: a binary heap of numbers that hold both.</summary>
internal ref struct PairHeap(Span<ulong> room)
{
    private readonly Span<ulong> _heap = room;
    private int _count;

    /// <summary>Puts a pair at the end, before <see cref="Order"/>; one that does not merge is left out.</summary>
    public void Append(int rank, int place)
    {
        if (rank != MergeTable.None)
        {
            _heap[_count++] = ((ulong)(uint)rank << 32) | (uint)place;
        }
    }

    /// <summary>Makes a heap of what was appended.</summary>
    public readonly void Order()
    {
        for (var i = (_count / 2) - 1; i >= 0; i--)
        {
            Sink(i);
        }
    }

    /// <summary>Adds a pair; one that does not merge is left out.</summary>
    public void Add(int rank, int place)
    {
        if (rank == MergeTable.None)
        {
            return;
        }

        var key = ((ulong)(uint)rank << 32) | (uint)place;
        var at = _count++;
        while (at > 0 && _heap[(at - 1) / 2] > key)
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = key;
    }

    /// <summary>Takes the pair of the lowest rank.</summary>
    public bool TryTake(out int rank, out int place)
    {
        (rank, place) = (0, 0);
        if (_count == 0)
        {
            return false;
        }

        (rank, place) = ((int)(_heap[0] >> 32), (int)(uint)_heap[0]);
        _heap[0] = _heap[--_count];
        Sink(0);
        return true;
    }

    private readonly void Sink(int at)
    {
        if (_count == 0)
        {
            return;
        }

        var key = _heap[at];
        while (true)
        {
            var child = (2 * at) + 1;
            if (child >= _count)
            {
                break;
            }

            child += child + 1 < _count && _heap[child + 1] < _heap[child] ? 1 : 0;
            if (_heap[child] >= key)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = key;
    }
}
