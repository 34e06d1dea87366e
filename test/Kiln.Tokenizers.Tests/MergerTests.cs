namespace Kiln.Tokenizers.Tests;

/// <summary>Both ways to merge against the definition, on random merges.</summary>
public sealed class MergerTests
{
    [Fact]
    public void Scan_and_heap_merge_as_the_definition_says()
    {
        var random = new Random(2);
        for (var round = 0; round < 300; round++)
        {
            // Merges of random pairs; a later one may have a lower rank than one it builds on.
            var results = 3;
            List<(int Left, int Right, int Result)> merges = [];
            for (var i = 0; i < 12; i++)
            {
                var pair = (random.Next(results), random.Next(results));
                if (!merges.Exists(merge => (merge.Left, merge.Right) == pair))
                {
                    merges.Add((pair.Item1, pair.Item2, results++));
                }
            }

            var table = new MergeTable([.. merges.OrderBy(_ => random.Next(3))]);
            var word = Enumerable.Range(0, random.Next(1, 120)).Select(_ => random.Next(3)).ToArray();
            var (ids, lengths) = ((int[])word.Clone(), Enumerable.Repeat(1, word.Length).ToArray());
            var count = PieceMerger.Merge(table, ids, lengths, word.Length, new int[word.Length], new int[word.Length], new());
            ids.AsSpan(0, count).ToArray().ShouldBe(ByDefinition(table, word));
            lengths.AsSpan(0, count).ToArray().Sum().ShouldBe(word.Length);
        }
    }

    private static List<int> ByDefinition(MergeTable table, int[] word)
    {
        var symbols = word.ToList();
        while (true)
        {
            var (best, at) = (MergeTable.None, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var rank = table.RankOf(symbols[i], symbols[i + 1]);
                (best, at) = rank < best ? (rank, i) : (best, at);
            }

            if (at < 0)
            {
                return symbols;
            }

            symbols[at] = table.ResultOf(best);
            symbols.RemoveAt(at + 1);
        }
    }
}
