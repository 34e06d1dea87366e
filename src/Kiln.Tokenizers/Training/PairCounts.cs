using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>How often pairs of pieces stand beside each other, and the list of words that each was found in during the current merge: an open-addressing table.</summary>
internal sealed class PairCounts
{
    private Entry[] _table = new Entry[1 << 14];
    private int _used, _shift = 64 - 14;

    /// <summary>A pair. It moves when others are added.</summary>
    public struct Entry
    {
        // The pair and one, as 0 is a free place.
        internal ulong Key;

        /// <summary>How often the pair stands in the texts.</summary>
        public int Count;

        /// <summary>The number of the merge that found it last, and the list of words that it was found in.</summary>
        public int Merge, Candidate;
    }

    /// <summary>The pair of two pieces; pairs are ordered by the left piece, then by the right one.</summary>
    public static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    /// <summary>The entry of a pair, made where there is none; it is valid until the next one is asked for.</summary>
    public ref Entry this[ulong pair]
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            ref var entry = ref Find(pair + 1);
            if (entry.Key == 0)
            {
                if (++_used * 2L > _table.Length)
                {
                    Grow();
                    entry = ref Find(pair + 1);
                }

                entry = new() { Key = pair + 1, Merge = -1 };
            }

            return ref entry;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Find(ulong key)
    {
        var mask = (uint)_table.Length - 1;
        var slot = (uint)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_table[slot].Key != 0 && _table[slot].Key != key)
        {
            slot = (slot + 1) & mask;
        }

        return ref _table[slot];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        var before = _table;
        _table = new Entry[before.Length * 2];
        _shift--;
        foreach (ref readonly var entry in before.AsSpan())
        {
            if (entry.Key != 0)
            {
                Find(entry.Key) = entry;
            }
        }
    }
}
