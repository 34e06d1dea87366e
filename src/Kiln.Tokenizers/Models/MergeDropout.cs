namespace Kiln.Tokenizers;

/// <summary>
/// Merges the symbols of a word as byte pair encoding does, but each merge that comes up is left out with some probability and comes up again after the next that is made.
/// Source: Provilkov, Emelianenko, Voita, BPE-Dropout (2020), in the form of Hugging Face's tokenizers.
/// </summary>
internal static class MergeDropout
{
    /// <summary>The tokens of a word.</summary>
    public static void Tokenize<TRules>(TRules rules, ReadOnlySpan<byte> word, TokenBuffer output, double rate, Random random)
        where TRules : struct, IMergeRules
    {
        var symbols = new SymbolList { Count = 0 };
        rules.Read(word, 0, symbols, int.MaxValue);
        var count = symbols.Count;
        int[] ids = symbols.Ids[..count], lengths = symbols.Lengths[..count], next = new int[count], previous = new int[count];
        var queue = new PriorityQueue<int, (int Rank, int Place)>();
        for (var i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            Offer(i);
        }

        List<(int Place, (int Rank, int Place) Priority)> leftOut = [];
        while (queue.TryDequeue(out var at, out var priority))
        {
            if (random.NextDouble() < rate)
            {
                leftOut.Add((at, priority));
                continue;
            }

            queue.EnqueueRange(leftOut);
            leftOut.Clear();
            var right = lengths[at] == 0 ? count : next[at];
            if (right >= count || rules.Find(ids[at], ids[right], out var result) != priority.Rank)
            {
                continue;
            }

            ids[at] = result;
            lengths[at] += lengths[right];
            lengths[right] = 0;
            next[at] = next[right];
            if (next[at] < count)
            {
                previous[next[at]] = at;
            }

            Offer(at);
            Offer(previous[at]);
        }

        var (place, afterUnknown) = (0, false);
        for (var i = 0; i < count; i = next[i])
        {
            rules.Write(ids[i], word.Slice(place, lengths[i]), output, ref afterUnknown);
            place += lengths[i];
        }

        void Offer(int at)
        {
            if (at >= 0 && next[at] < count && rules.RankOf(ids[at], ids[next[at]]) is var rank && rank != MergeTable.None)
            {
                queue.Enqueue(at, (rank, at));
            }
        }
    }
}
