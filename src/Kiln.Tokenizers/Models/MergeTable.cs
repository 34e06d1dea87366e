using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>Which two neighbouring pieces merge, how early, and to what: an open-addressing table from pairs of ids to ranks.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int None = int.MaxValue;

    private readonly ulong[] _keys;
    private readonly int[] _ranks, _results;
    private readonly int _shift;

    /// <summary>Makes the table. Where a pair stands twice, the later one counts, as in the reference.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="mergeRanks">The rank of each, below their number; merges of one rank must have one result. Empty for the order itself.</param>
    public MergeTable(ReadOnlySpan<(int Left, int Right, int Result)> merges, ReadOnlySpan<int> mergeRanks = default)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, merges.Length * 2));
        (_keys, _ranks, _results) = (new ulong[size], new int[size], new int[merges.Length]);
        _shift = 64 - BitOperations.Log2(size);
        for (var i = 0; i < merges.Length; i++)
        {
            var (left, right, result) = merges[i];
            var rank = mergeRanks.IsEmpty ? i : mergeRanks[i];
            var slot = FindSlot(KeyOf(left, right));
            (_keys[slot], _ranks[slot], _results[rank]) = (KeyOf(left, right), rank, result);
        }
    }

    /// <summary>The rank at which two pieces merge; <see cref="None"/> when they do not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RankOf(int left, int right)
    {
        var key = KeyOf(left, right);
        var mask = (uint)_keys.Length - 1;
        for (var slot = (uint)((key * 0x9E3779B97F4A7C15) >> _shift); ; slot = (slot + 1) & mask)
        {
            var found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), slot);
            if (found == key)
            {
                return Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ranks), slot);
            }

            if (found == 0)
            {
                return None;
            }
        }
    }

    /// <summary>The piece that a merge gives.</summary>
    public int ResultOf(int rank) => _results[rank];

    /// <summary>The rank at which two pieces merge and the piece they give; -1 when they do not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right, out int result)
    {
        var rank = RankOf(left, right);
        result = rank == None ? -1 : _results[rank];
        return rank;
    }

    // One is added to the first id, so that no key is 0.
    private static ulong KeyOf(int left, int right) => ((ulong)(uint)(left + 1) << 32) | (uint)right;

    private uint FindSlot(ulong key)
    {
        var mask = (uint)_keys.Length - 1;
        var slot = (uint)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
