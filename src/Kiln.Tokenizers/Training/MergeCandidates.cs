using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Pairs that may be merged next, the most frequent one first, of equally frequent ones the lowest, and the words that each was found in: a heap with four children a
/// node, and lists of words as chains in one array, whose links are used again.
/// </summary>
internal sealed class MergeCandidates
{
    private const int Children = 4;

    private Item[] _heap = new Item[1 << 12];
    private int _size;

    // A list's first and last link; a link's word and the next one. Links that are free are a chain as well.
    private (int First, int Last)[] _lists = new (int, int)[1 << 12];
    private (int Word, int Next)[] _links = new (int, int)[1 << 14];
    private int _listCount, _linkCount, _free = -1;

    /// <summary>A pair, how often it stood in the texts when it was looked at, and its list.</summary>
    public readonly record struct Item(ulong Pair, int Count, int List);

    /// <summary>Whether there are none left.</summary>
    public bool IsEmpty => _size == 0;

    /// <summary>Makes an empty list of words.</summary>
    public int AddList()
    {
        if (_listCount == _lists.Length)
        {
            Array.Resize(ref _lists, _listCount * 2);
        }

        _lists[_listCount] = (-1, -1);
        return _listCount++;
    }

    /// <summary>Adds a word to the end of a list, unless it is the last one there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddWord(int list, int word)
    {
        ref var ends = ref _lists[list];
        if (ends.Last >= 0 && _links[ends.Last].Word == word)
        {
            return;
        }

        var link = _free;
        if (link >= 0)
        {
            _free = _links[link].Next;
        }
        else
        {
            if (_linkCount == _links.Length)
            {
                Array.Resize(ref _links, _linkCount * 2);
            }

            link = _linkCount++;
        }

        _links[link] = (word, -1);
        if (ends.Last >= 0)
        {
            _links[ends.Last].Next = link;
        }
        else
        {
            ends.First = link;
        }

        ends.Last = link;
    }

    /// <summary>Takes the words of a list, which is empty afterwards.</summary>
    public void TakeWords(int list, List<int> words)
    {
        words.Clear();
        var (first, last) = _lists[list];
        for (var link = first; link >= 0; link = _links[link].Next)
        {
            words.Add(_links[link].Word);
        }

        if (first >= 0)
        {
            (_links[last].Next, _free, _lists[list]) = (_free, first, (-1, -1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Item item)
    {
        if (_size == _heap.Length)
        {
            Array.Resize(ref _heap, _size * 2);
        }

        var at = _size++;
        for (; at > 0 && IsBefore(item, _heap[(at - 1) / Children]); at = (at - 1) / Children)
        {
            _heap[at] = _heap[(at - 1) / Children];
        }

        _heap[at] = item;
    }

    /// <summary>Takes the first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Item Take()
    {
        var top = _heap[0];
        var last = _heap[--_size];
        var at = 0;
        for (var child = 1; child < _size; child = (Children * at) + 1)
        {
            var end = Math.Min(child + Children, _size);
            for (var other = child + 1; other < end; other++)
            {
                child = IsBefore(_heap[other], _heap[child]) ? other : child;
            }

            if (!IsBefore(_heap[child], last))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
        return top;
    }

    // The older list first where all is equal: a pair may be found anew before its first list was merged.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBefore(in Item a, in Item b) => a.Count != b.Count ? a.Count > b.Count : a.Pair != b.Pair ? a.Pair < b.Pair : a.List < b.List;
}
