namespace Kiln.Estimators;

/// <summary>Which terms become columns: what count and TF-IDF vectorizers have in common.</summary>
internal sealed record TermLimits(double MaxDf, double MinDf, int? MaxFeatures, string[]? Vocabulary, bool Binary)
{
    public static ParameterSet<T> Add<T>(ParameterSet<T> table, Func<T, TermLimits> get, Func<T, TermLimits, T> set)
        where T : Estimator, new() => table
            .Number("max_df", e => get(e).MaxDf, (e, v) => set(e, get(e) with { MaxDf = v }), "terms in more texts are left out: up to 1 a share, above a count")
            .Number("min_df", e => get(e).MinDf, (e, v) => set(e, get(e) with { MinDf = v }), "terms in fewer texts are left out: below 1 a share, from 1 a count")
            .OptionalInteger("max_features", e => get(e).MaxFeatures, (e, v) => set(e, get(e) with { MaxFeatures = v }), "at most so many terms, the most frequent")
            .Texts("vocabulary", e => get(e).Vocabulary, (e, v) => set(e, get(e) with { Vocabulary = v }), "the terms, in the order of their columns")
            .Flag("binary", e => get(e).Binary, (e, v) => set(e, get(e) with { Binary = v }), "whether counts above 0 become 1");

    /// <summary>Ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public void Check(string owner)
    {
        Document(owner, "max_df", MaxDf);
        Document(owner, "min_df", MinDf);
        Require.That(MaxFeatures is null or >= 1, owner, "max_features", MaxFeatures, "1 or more, or none");
        Require.That(Vocabulary is null or { Length: > 0 }, owner, "vocabulary", "empty", "at least one term, or none");

        static void Document(string owner, string parameter, double value) =>
            Require.That(value >= 0 && (value <= 1 || value == Math.Floor(value)) && double.IsFinite(value), owner, parameter, value, "a share between 0 and 1, or a count of 1 or more");
    }

    /// <summary>Learns the terms and counts them.</summary>
    public (Vocabulary Vocabulary, SparseMatrix Counts) Learn(TextVectorizer options, Features x, CancellationToken cancellation)
    {
        var owner = options.Name;
        options.CheckParameters();
        var texts = TextInput.Of(owner, x);
        var analyzer = new TextAnalyzer(options);
        if (Vocabulary is not null)
        {
            var given = new Vocabulary(owner, Vocabulary);
            var found = given.Count(analyzer, texts, cancellation);
            return (given, Binary ? Ones(found) : found);
        }

        var (all, counts) = Estimators.Vocabulary.Learn(owner, analyzer, texts, cancellation);
        counts = Binary ? Ones(counts) : counts;
        var kept = Kept(owner, counts);
        return kept.Length == counts.ColumnCount
            ? (all, counts)
            : (new(owner, Array.ConvertAll(kept, column => all.Terms[column])), FeatureColumns.Take(counts, kept).Sparse!);
    }

    /// <summary>The same places, all 1.</summary>
    public static SparseMatrix Ones(SparseMatrix counts)
    {
        var ones = new double[counts.StoredCount];
        ones.AsSpan().Fill(1);
        return new(counts.RowStarts.ToArray(), counts.ColumnIndices.ToArray(), ones, counts.ColumnCount);
    }

    /// <summary>The number of texts that have each term.</summary>
    public static int[] DocumentCounts(SparseMatrix counts)
    {
        var documents = new int[counts.ColumnCount];
        foreach (var column in counts.ColumnIndices)
        {
            documents[column]++;
        }

        return documents;
    }

    private int[] Kept(string owner, SparseMatrix counts)
    {
        var most = MaxDf <= 1 ? MaxDf * counts.RowCount : MaxDf;
        var least = MinDf < 1 ? MinDf * counts.RowCount : MinDf;
        if (most < least)
        {
            throw new ArgumentException($"{owner}: max_df ({most} texts) is below min_df ({least} texts): no term can be in both");
        }

        var documents = DocumentCounts(counts);
        var kept = Enumerable.Range(0, documents.Length).Where(column => documents[column] <= most && documents[column] >= least).ToArray();
        if (MaxFeatures < kept.Length)
        {
            var total = new double[documents.Length];
            for (var i = 0; i < counts.StoredCount; i++)
            {
                total[counts.ColumnIndices[i]] += counts.Values[i];
            }

            // Which of equally frequent terms stay is decided by NumPy's order, as in scikit-learn.
            var frequent = NumPyOrder.Sort(Array.ConvertAll(kept, column => -(int)Math.Min(total[column], int.MaxValue)));
            kept = [.. frequent.Take(MaxFeatures.Value).Select(place => kept[place]).Order()];
        }

        return kept.Length > 0 ? kept : throw new DatasetException($"{owner}: no term is left; a lower min_df or a higher max_df keeps some");
    }
}
