namespace Kiln.Tokenizers.Tests;

/// <summary>All ways to merge against the definition, on random merges and on merges made to be hard.</summary>
public sealed class MergerTests
{
    [Fact]
    public void Scan_and_heap_merge_as_the_definition_says()
    {
        var random = new Random(2);
        for (var round = 0; round < 300; round++)
        {
            var table = RandomMerges(random, 12);
            var word = RandomWord(random, random.Next(1, 120), 3);
            Merge(new TableRules(table, AllowsParts: false), word).ShouldBe(ByDefinition(table, word));
        }
    }

    [Fact]
    public void Windows_merge_as_the_definition_says()
    {
        var random = new Random(3);
        for (var round = 0; round < 40; round++)
        {
            var table = RandomMerges(random, 20);
            var word = RandomWord(random, random.Next(LongWordMerger.UsualWindow, 3 * LongWordMerger.UsualWindow), 3);
            Merge(new TableRules(table, AllowsParts: true), word).ShouldBe(ByDefinition(table, word));
        }
    }

    [Fact]
    public void Windows_merge_as_one_heap_does()
    {
        var random = new Random(4);
        for (var round = 0; round < 60; round++)
        {
            var (table, letters) = (RandomMerges(random, random.Next(4, 60)), random.Next(1, 4));
            var word = RandomWord(random, random.Next(20_000, 60_000), letters);
            Merge(new TableRules(table, AllowsParts: true), word).ShouldBe(Merge(new TableRules(table, AllowsParts: false), word));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(3000)]
    [InlineData(40_000)]
    public void Where_the_end_of_a_word_decides_its_beginning_windows_grow_until_they_know(int chain)
    {
        // Letters 0, 1, 2, … of which each pair merges, the last pair first: whether a letter merges with the one before or after it depends on how far the
        // end of the chain is.
        var merges = Enumerable.Range(0, chain).Reverse().Select((letter, rank) => (letter, letter + 1, chain + 1 + rank)).ToArray();
        var rules = new TableRules(new(merges), AllowsParts: true);
        for (var missing = 0; missing < 3; missing++)
        {
            int[] word = [.. Enumerable.Range(0, chain + 1 - Math.Min(missing, chain)), .. Enumerable.Range(0, chain + 1), .. Enumerable.Range(0, chain / 2), .. Enumerable.Range(0, chain + 1)];
            var workspace = new ModelWorkspace();
            Merge(rules, word, workspace).ShouldBe(Merge(rules with { AllowsParts = false }, word));

            // Lengths double, so that all windows together are some times the word.
            (workspace.MergedSymbols / word.Length).ShouldBeLessThan(40);
        }
    }

    [Fact]
    public void The_work_on_one_repeated_letter_is_linear()
    {
        // a + a, aa + aa, … up to 4,096 letters: longer than a window.
        var doubling = Enumerable.Range(0, 12).Select(i => (i, i, i + 1)).ToArray();
        // aa, aaa, aaaa, …: each a piece and a letter.
        var growing = Enumerable.Range(0, 100).Select(i => (i, 0, i + 1)).ToArray();
        // Pairs of pairs that overlap: ab + ab, ba + ba, abab + a, …
        var both = new[] { (0, 1, 2), (1, 0, 3), (2, 2, 4), (3, 3, 5), (4, 0, 6), (5, 1, 7), (6, 7, 8), (4, 4, 9), (9, 9, 10) };
        foreach (var (merges, letters) in new[] { (doubling, 1), (growing, 1), (both, 2) })
        {
            var work = new List<long>();
            foreach (var length in new[] { 50_000, 400_000 })
            {
                var word = Enumerable.Range(0, length).Select(i => i % letters).ToArray();
                var workspace = new ModelWorkspace();
                var merged = Merge(new TableRules(new(merges), AllowsParts: true), word, workspace);
                merged.ShouldBe(Merge(new TableRules(new(merges), AllowsParts: false), word));
                work.Add(workspace.MergedSymbols);
            }

            work[0].ShouldBeLessThan(8 * 50_000);
            work[1].ShouldBeLessThan(9 * work[0]);
        }
    }

    private static MergeTable RandomMerges(Random random, int count)
    {
        // Merges of random pairs; a later one may have a lower rank than one it builds on.
        var results = 3;
        List<(int Left, int Right, int Result)> merges = [];
        for (var i = 0; i < count; i++)
        {
            var pair = (random.Next(results), random.Next(results));
            if (!merges.Exists(merge => (merge.Left, merge.Right) == pair))
            {
                merges.Add((pair.Item1, pair.Item2, results++));
            }
        }

        return new([.. merges.OrderBy(_ => random.Next(3))]);
    }

    private static int[] RandomWord(Random random, int length, int letters) => [.. Enumerable.Range(0, length).Select(_ => random.Next(letters))];

    // Symbols and how many letters each has.
    private static List<(int Symbol, int Length)> Merge(TableRules rules, int[] word, ModelWorkspace? workspace = null)
    {
        var output = new TokenBuffer();
        output.Clear(tracks: true);
        PieceMerger.Tokenize(rules, System.Runtime.InteropServices.MemoryMarshal.AsBytes(word.AsSpan()), output, workspace ?? new());
        return [.. Enumerable.Range(0, output.Count).Select(i => (output.Ids[i], (output.Ends[i] - output.Starts[i]) / sizeof(int)))];
    }

    private static List<(int Symbol, int Length)> ByDefinition(MergeTable table, int[] word)
    {
        var symbols = word.Select(letter => (Symbol: letter, Length: 1)).ToList();
        while (true)
        {
            var (best, at) = (MergeTable.None, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var rank = table.RankOf(symbols[i].Symbol, symbols[i + 1].Symbol);
                (best, at) = rank < best ? (rank, i) : (best, at);
            }

            if (at < 0)
            {
                return symbols;
            }

            symbols[at] = (table.ResultOf(best), symbols[at].Length + symbols[at + 1].Length);
            symbols.RemoveAt(at + 1);
        }
    }

    // Words whose letters are numbers of four bytes.
    private readonly record struct TableRules(MergeTable Table, bool AllowsParts) : IMergeRules
    {
        public int RankOf(int left, int right) => Table.RankOf(left, right);

        public void RanksOf(ReadOnlySpan<int> symbols, Span<int> ranks) => Table.RanksOf(symbols, ranks);

        public (int Before, int After) RanksAround(int before, int symbol, int after) => Table.RanksAround(before, symbol, after);

        public int Find(int left, int right, out int result) => Table.Find(left, right, out result);

        public int Read(ReadOnlySpan<byte> word, int at, SymbolList symbols, int most)
        {
            for (; at < word.Length && symbols.Count < most; at += sizeof(int))
            {
                symbols.Add(BitConverter.ToInt32(word[at..]), at, sizeof(int));
            }

            return at;
        }

        public void Write(int symbol, ReadOnlySpan<byte> part, TokenBuffer output, ref bool afterUnknown) => output.Add(symbol, part.Length);
    }
}
