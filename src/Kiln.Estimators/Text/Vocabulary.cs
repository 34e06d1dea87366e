namespace Kiln.Estimators;

/// <summary>The terms of a fit, in the order of their columns, and how texts are counted by them.</summary>
internal sealed class Vocabulary
{
    // Texts of a block: some tens of milliseconds of work, and few enough blocks that merging their terms costs little.
    private const int BlockTexts = 4096;

    private readonly string[] _terms;
    private readonly Dictionary<string, int> _columns;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public Vocabulary(string owner, string[] terms)
    {
        _terms = terms;
        _columns = new(terms.Length, StringComparer.Ordinal);
        for (var i = 0; i < terms.Length; i++)
        {
            if (!_columns.TryAdd(terms[i], i))
            {
                throw new ArgumentException($"{owner}: term '{terms[i]}' comes twice in the vocabulary");
            }
        }

        _bySpan = _columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string[] Terms => _terms;

    /// <summary>The column of a term; −1 where there is none.</summary>
    public int Find(string term) => _columns.GetValueOrDefault(term, -1);

    /// <summary>Learns the terms of texts and counts them.</summary>
    public static (Vocabulary Vocabulary, SparseMatrix Counts) Learn(string owner, TextAnalyzer analyzer, string?[] texts, CancellationToken cancellation)
    {
        var blocks = new TermCounts[(texts.Length + BlockTexts - 1) / BlockTexts];
        NumberedBlocks.Each(blocks.Length, block => blocks[block] = TermCounts.Of(analyzer, texts.AsSpan((block * BlockTexts)..Math.Min(texts.Length, (block + 1) * BlockTexts))), cancellation);
        var all = blocks.Length == 1
            ? blocks[0].Numbers.Keys.ToArray()
            : blocks.SelectMany(block => block.Numbers.Keys).ToHashSet(StringComparer.Ordinal).ToArray();
        if (all.Length == 0)
        {
            throw new DatasetException($"{owner}: the texts hold no terms; are they empty, or do they hold stop words alone?");
        }

        Array.Sort(all, CodePointComparer.Instance);
        var vocabulary = new Vocabulary(owner, all);
        return (vocabulary, vocabulary.Merge(blocks, texts.Length));
    }

    /// <summary>Counts the terms of texts; others are passed over.</summary>
    public SparseMatrix Count(TextAnalyzer analyzer, string?[] texts, CancellationToken cancellation)
    {
        var blocks = new (int[] Ends, int[] Columns, double[] Values)[(texts.Length + BlockTexts - 1) / BlockTexts];
        NumberedBlocks.Each(blocks.Length, block => blocks[block] = Known(analyzer, texts.AsSpan((block * BlockTexts)..Math.Min(texts.Length, (block + 1) * BlockTexts))), cancellation);
        if (blocks.Length == 1)
        {
            return new([0, .. blocks[0].Ends], blocks[0].Columns, blocks[0].Values, _terms.Length);
        }

        var total = blocks.Sum(block => block.Columns.Length);
        var (starts, columns, values) = (new int[texts.Length + 1], new int[total], new double[total]);
        var (row, at) = (0, 0);
        foreach (var (ends, blockColumns, blockValues) in blocks)
        {
            foreach (var end in ends)
            {
                starts[++row] = at + end;
            }

            blockColumns.CopyTo(columns, at);
            blockValues.CopyTo(values, at);
            at += blockColumns.Length;
        }

        return new(starts, columns, values, _terms.Length);
    }

    private SparseMatrix Merge(TermCounts[] blocks, int rows)
    {
        var (starts, firstRow, firstTerm) = (new int[rows + 1], new int[blocks.Length], new int[blocks.Length + 1]);
        var row = 0;
        for (var block = 0; block < blocks.Length; block++)
        {
            firstRow[block] = row;
            foreach (var end in blocks[block].Ends)
            {
                starts[++row] = checked(firstTerm[block] + end);
            }

            firstTerm[block + 1] = firstTerm[block] + blocks[block].Terms.Length;
        }

        var (columns, values) = (new int[starts[rows]], new double[starts[rows]]);
        NumberedBlocks.Each(blocks.Length, block =>
        {
            var counts = blocks[block];
            var columnOf = new int[counts.Numbers.Count];
            foreach (var (term, number) in counts.Numbers)
            {
                columnOf[number] = _columns[term];
            }

            var terms = counts.Terms;
            var often = counts.Counts;
            for (var i = 0; i < terms.Length; i++)
            {
                columns[firstTerm[block] + i] = columnOf[terms[i]];
                values[firstTerm[block] + i] = often[i];
            }

            for (var r = firstRow[block]; r < firstRow[block] + counts.Ends.Length; r++)
            {
                columns.AsSpan(starts[r]..starts[r + 1]).Sort(values.AsSpan(starts[r]..starts[r + 1]));
            }
        });
        return new(starts, columns, values, _terms.Length);
    }

    private (int[] Ends, int[] Columns, double[] Values) Known(TextAnalyzer analyzer, ReadOnlySpan<string?> texts)
    {
        var buffers = new TextBuffers();
        var sink = new Sink(this, []);
        var (ends, columns, values) = (new int[texts.Length], new List<int>(), new List<double>());
        for (var i = 0; i < texts.Length; i++)
        {
            sink.Found.Clear();
            analyzer.Run(texts[i]!, buffers, ref sink);
            sink.Found.Sort();
            foreach (var column in sink.Found)
            {
                if (columns.Count > (i == 0 ? 0 : ends[i - 1]) && columns[^1] == column)
                {
                    values[^1]++;
                }
                else
                {
                    columns.Add(column);
                    values.Add(1);
                }
            }

            ends[i] = columns.Count;
        }

        return (ends, [.. columns], [.. values]);
    }

    private readonly struct Sink(Vocabulary vocabulary, List<int> found) : ITermSink
    {
        public List<int> Found => found;

        public void Add(ReadOnlySpan<char> term)
        {
            if (vocabulary._bySpan.TryGetValue(term, out var column))
            {
                found.Add(column);
            }
        }
    }
}
