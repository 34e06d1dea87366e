using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The few smallest keys of a long list. A buffer takes what is below a bound, vector by vector; when it is full it is sorted, all but the best are dropped, and
/// the worst of those is the new bound. Of random keys hardly any gets past the bound: k log(n/k) of n.
/// </summary>
internal static unsafe class TopSelection
{
    /// <summary>Adds those of some keys that may be among the best to a buffer.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="count">How many.</param>
    /// <param name="firstIndex">The index of the first; indices ascend from call to call, so that the first of equals wins.</param>
    /// <param name="buffer">The buffer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int* keys, int count, int firstIndex, ref TopBuffer<ShortItem> buffer)
    {
        int i = 0;
        for (; i < count && buffer.Held < buffer.Take; i++)
        {
            buffer.Add(new(keys[i], firstIndex + i));
        }

        if (i == count)
        {
            return;
        }

        int bound = buffer.Worst.Key;
        while (i < count)
        {
            var bounds = new Vector<int>(bound);
            while (i <= count - Vector<int>.Count && !Vector.LessThanAny(Vector.Load(keys + i), bounds))
            {
                i += Vector<int>.Count;
            }

            int end = Math.Min(count, i + Vector<int>.Count);
            for (; i < end; i++)
            {
                if (keys[i] < bound)
                {
                    buffer.Add(new(keys[i], firstIndex + i));
                    bound = buffer.Worst.Key;
                }
            }
        }
    }

    /// <inheritdoc cref="Add(int*, int, int, ref TopBuffer{ShortItem})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(long* keys, int count, int firstIndex, ref TopBuffer<LongItem> buffer)
    {
        int i = 0;
        for (; i < count && buffer.Held < buffer.Take; i++)
        {
            buffer.Add(new(keys[i], firstIndex + i));
        }

        if (i == count)
        {
            return;
        }

        long bound = buffer.Worst.Key;
        while (i < count)
        {
            var bounds = new Vector<long>(bound);
            while (i <= count - Vector<long>.Count && !Vector.LessThanAny(Vector.Load(keys + i), bounds))
            {
                i += Vector<long>.Count;
            }

            int end = Math.Min(count, i + Vector<long>.Count);
            for (; i < end; i++)
            {
                if (keys[i] < bound)
                {
                    buffer.Add(new(keys[i], firstIndex + i));
                    bound = buffer.Worst.Key;
                }
            }
        }
    }
}

/// <summary>
/// The best items so far, sorted, and behind them those that came since. Few items are kept sorted instead: each that comes goes where it belongs, and the bound is always the
/// best there is, where a short list would end before a buffer was ever full.
/// </summary>
/// <param name="items">Memory for <see cref="Room"/> items.</param>
/// <param name="take">How many are wanted, at least one.</param>
internal unsafe struct TopBuffer<TItem>(TItem* items, int take)
    where TItem : unmanaged, IOrderItem<TItem>
{
    /// <summary>So many items are moved along faster than more of them are looked at.</summary>
    private const int FewItems = 128;

    private readonly int _room = Room(take);

    /// <summary>How many items are held.</summary>
    public int Held { get; private set; }

    /// <summary>How many are wanted.</summary>
    public readonly int Take => take;

    /// <summary>The worst of the best when they were last sorted: what is no better is not among the best.</summary>
    public readonly TItem Worst => items[take - 1];

    /// <summary>Room for so many results: twice as many, so that sorting is paid by many items.</summary>
    public static int Room(int take) => checked((2 * take) + 256);

    /// <summary>Takes an item.</summary>
    public void Add(TItem item)
    {
        if (take <= FewItems)
        {
            Insert(item);
            return;
        }

        items[Held++] = item;
        if (Held == take || Held == _room)
        {
            Sort();
        }
    }

    /// <summary>Sorts what is held and keeps the best.</summary>
    public void Sort()
    {
        if (take <= FewItems)
        {
            return;
        }

        new Span<TItem>(items, Held).Sort();
        Held = Math.Min(Held, take);
    }

    /// <summary>Puts an item, better than the worst if there are enough, behind those that are better.</summary>
    private void Insert(TItem item)
    {
        int low = 0, high = Held;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (items[middle].CompareTo(item) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        int last = Held < take ? Held++ : take - 1;
        for (int i = last; i > low; i--)
        {
            items[i] = items[i - 1];
        }

        items[low] = item;
    }
}
