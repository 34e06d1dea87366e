using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Merges the symbols of a word: again and again the pair of the lowest rank, the leftmost of several (Sennrich, Haddow, Birch 2016). Short words look at all pairs
/// each time; <see cref="LongWordMerger"/> takes the long ones.
/// </summary>
internal static class PieceMerger
{
    // Looking at all pairs costs the square of the length; measured, the heap is even at about this many symbols.
    internal const int LongWord = 48;

    /// <summary>The tokens of a word.</summary>
    public static void Tokenize<TRules>(TRules rules, ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
        where TRules : struct, IMergeRules
    {
        var symbols = workspace.Symbols;
        symbols.Count = 0;
        var read = rules.Read(word, 0, symbols, LongWord + 1);
        if (symbols.Count > LongWord)
        {
            LongWordMerger.Tokenize(rules, word, read, output, workspace);
            return;
        }

        var count = symbols.Count;
        var ids = symbols.Ids.AsSpan(0, count);
        var lengths = symbols.Lengths.AsSpan(0, count);
        count = count < 2 ? count : Merge(rules, ids, lengths);
        var (at, afterUnknown) = (0, false);
        for (var i = 0; i < count; i++)
        {
            rules.Write(ids[i], word.Slice(at, lengths[i]), output, ref afterUnknown);
            at += lengths[i];
        }
    }

    /// <summary>Merges few symbols in place. Returns how many are left; they stand at the beginning.</summary>
    [SkipLocalsInit]
    internal static int Merge<TRules>(TRules rules, Span<int> ids, Span<int> lengths)
        where TRules : struct, IMergeRules
    {
        var count = ids.Length;
        Span<int> ranks = stackalloc int[LongWord];
        rules.RanksOf(ids, ranks);
        ref var id = ref MemoryMarshal.GetReference(ids);
        ref var length = ref MemoryMarshal.GetReference(lengths);
        ref var rank = ref MemoryMarshal.GetReference(ranks);
        var (best, at) = (MergeTable.None, 0);
        for (var i = 0; i + 1 < count; i++)
        {
            var found = Unsafe.Add(ref rank, i);
            (best, at) = found < best ? (found, i) : (best, at);
        }

        while (best != MergeTable.None)
        {
            rules.Find(Unsafe.Add(ref id, at), Unsafe.Add(ref id, at + 1), out Unsafe.Add(ref id, at));
            Unsafe.Add(ref length, at) += Unsafe.Add(ref length, at + 1);
            count--;
            for (var i = at + 1; i < count; i++)
            {
                Unsafe.Add(ref id, i) = Unsafe.Add(ref id, i + 1);
                Unsafe.Add(ref length, i) = Unsafe.Add(ref length, i + 1);
                Unsafe.Add(ref rank, i - 1) = Unsafe.Add(ref rank, i);
            }

            if (at > 0 && at + 1 < count)
            {
                (Unsafe.Add(ref rank, at - 1), Unsafe.Add(ref rank, at)) = rules.RanksAround(Unsafe.Add(ref id, at - 1), Unsafe.Add(ref id, at), Unsafe.Add(ref id, at + 1));
            }
            else if (at + 1 < count)
            {
                Unsafe.Add(ref rank, at) = rules.RankOf(Unsafe.Add(ref id, at), Unsafe.Add(ref id, at + 1));
            }
            else if (at > 0)
            {
                Unsafe.Add(ref rank, at - 1) = rules.RankOf(Unsafe.Add(ref id, at - 1), Unsafe.Add(ref id, at));
            }

            best = MergeTable.None;
            for (var i = 0; i + 1 < count; i++)
            {
                var found = Unsafe.Add(ref rank, i);
                (best, at) = found < best ? (found, i) : (best, at);
            }
        }

        return count;
    }
}
