using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// A number for each of some pairs of ids, by open addressing. Pair and number share eight bytes, so that a look-up reads one line of the cache and the whole table
/// stays near: merging asks for pairs in no order, and most of its time is waiting for them.
/// </summary>
internal sealed class PairTable
{
    /// <summary>The most ids that <see cref="FindNeighbors"/> takes at once.</summary>
    public const int MostNeighbors = 64;

    private readonly ulong[] _slots;

    // The numbers, where pair and number are too large for eight bytes; the slots then hold pairs alone.
    private readonly int[]? _values;
    private readonly int _idBits, _valueBits, _shift;

    /// <summary>Makes a table.</summary>
    /// <param name="count">How many pairs there will be at most.</param>
    /// <param name="largestId">The largest id of a pair.</param>
    /// <param name="largestValue">The largest number.</param>
    public PairTable(int count, int largestId, int largestValue)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Math.Min(count, 1 << 29) * 2L));
        _slots = new ulong[size];
        _shift = 64 - BitOperations.Log2(size);
        _idBits = 32 - BitOperations.LeadingZeroCount((uint)largestId + 1);
        _valueBits = 32 - BitOperations.LeadingZeroCount((uint)largestValue);
        if ((2 * _idBits) + _valueBits > 64)
        {
            (_idBits, _valueBits, _values) = (32, 0, new int[size]);
        }
    }

    /// <summary>Sets the number of a pair; what it was before is lost.</summary>
    public void Set(int left, int right, int value)
    {
        var key = Key(left, right);
        var mask = (uint)_slots.Length - 1;
        var slot = First(key);
        while (_slots[slot] != 0 && _slots[slot] >> _valueBits != key)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = _values is null ? (key << _valueBits) | (uint)value : key;
        if (_values is not null)
        {
            _values[slot] = value;
        }
    }

    /// <summary>The number of a pair; -1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right)
    {
        var key = Key(left, right);
        var bits = _valueBits;
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        var mask = (uint)_slots.Length - 1;
        for (var slot = First(key); ; slot = (slot + 1) & mask)
        {
            var found = Unsafe.Add(ref slots, slot);
            if (found >> bits == key)
            {
                return _values is null ? (int)(found & ((1UL << bits) - 1)) : _values[slot];
            }

            if (found == 0)
            {
                return -1;
            }
        }
    }

    /// <summary>
    /// The numbers of the pairs of neighbors among some ids. All places where the pairs should be are read before any is looked at: waiting for the one does not keep the others waiting.
    /// </summary>
    /// <param name="ids">The ids, at most <see cref="MostNeighbors"/>.</param>
    /// <param name="values">Where the numbers go, one fewer; -1 for a pair that has none.</param>
    [SkipLocalsInit]
    public void FindNeighbors(ReadOnlySpan<int> ids, Span<int> values)
    {
        Span<ulong> found = stackalloc ulong[MostNeighbors];
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        for (var i = 0; i < ids.Length - 1; i++)
        {
            found[i] = Unsafe.Add(ref slots, First(Key(ids[i], ids[i + 1])));
        }

        for (var i = 0; i < ids.Length - 1; i++)
        {
            values[i] = Find(ids[i], ids[i + 1], found[i]);
        }
    }

    /// <summary>The numbers of two pairs that share an id; -1 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Before, int After) FindAround(int before, int id, int after)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        var one = Unsafe.Add(ref slots, First(Key(before, id)));
        var two = Unsafe.Add(ref slots, First(Key(id, after)));
        return (Find(before, id, one), Find(id, after, two));
    }

    /// <summary>The number of a pair whose first place was read already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(int left, int right, ulong found)
    {
        if (found == 0)
        {
            return -1;
        }

        return found >> _valueBits == Key(left, right) && _values is null ? (int)(found & ((1UL << _valueBits) - 1)) : Find(left, right);
    }

    // One is added to the first id, so that no key is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Key(int left, int right) => ((ulong)(uint)(left + 1) << _idBits) | (uint)right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint First(ulong key) => (uint)((key * 0x9E3779B97F4A7C15) >> _shift);
}
