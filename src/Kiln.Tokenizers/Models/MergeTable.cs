using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>Which two neighbouring pieces merge, how early, and to what.</summary>
internal sealed class MergeTable
{
    /// <summary>The rank of a pair that does not merge.</summary>
    public const int None = int.MaxValue;

    private readonly PairTable _ranks;
    private readonly int[] _results;

    /// <summary>Makes the table. Where a pair stands twice, the later one counts, as in the reference.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="mergeRanks">The rank of each, below their number; merges of one rank must have one result. Empty for the order itself.</param>
    /// <param name="idCount">The largest id that will be asked for, and one; those of the merges need not be counted.</param>
    public MergeTable(ReadOnlySpan<(int Left, int Right, int Result)> merges, ReadOnlySpan<int> mergeRanks = default, int idCount = 0)
    {
        var largest = Math.Max(0, idCount - 1);
        foreach (var (left, right, result) in merges)
        {
            largest = Math.Max(Math.Max(largest, result), Math.Max(left, right));
        }

        _ranks = new(merges.Length, largest, merges.Length);
        _results = new int[merges.Length];
        for (var i = 0; i < merges.Length; i++)
        {
            var (left, right, result) = merges[i];
            var rank = mergeRanks.IsEmpty ? i : mergeRanks[i];
            _ranks.Set(left, right, rank);
            _results[rank] = result;
        }
    }

    /// <summary>The rank at which two pieces merge; <see cref="None"/> when they do not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RankOf(int left, int right) => (int)Math.Min((uint)_ranks.Find(left, right), None); // -1 as an unsigned number is above all ranks

    /// <summary>The ranks of all neighbors among some pieces.</summary>
    public void RanksOf(ReadOnlySpan<int> pieces, Span<int> ranks)
    {
        _ranks.FindNeighbors(pieces, ranks);
        for (var i = 0; i < pieces.Length - 1; i++)
        {
            ranks[i] = (int)Math.Min((uint)ranks[i], None);
        }
    }

    /// <summary>The ranks of a piece with the one before it and with the one after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Before, int After) RanksAround(int before, int piece, int after)
    {
        var (one, two) = _ranks.FindAround(before, piece, after);
        return ((int)Math.Min((uint)one, None), (int)Math.Min((uint)two, None));
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
}
