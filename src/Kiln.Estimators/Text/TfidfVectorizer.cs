namespace Kiln.Estimators;

/// <summary>
/// Texts as weighted counts of their terms, sparse (scikit-learn: <c>TfidfVectorizer</c>): a count times log((1 + n) / (1 + df)) + 1, where df of n texts have the
/// term, and each row divided by its length. Takes one column of text.
/// </summary>
public sealed record TfidfVectorizer : TextVectorizer
{
    internal static readonly ParameterSet<TfidfVectorizer> Table = TfidfWeights.Add(
        TermLimits.Add(Common<TfidfVectorizer>("tfidf-vectorizer", "texts as weighted counts of their terms"),
            e => e.Limits, (e, v) => e with { MaxDf = v.MaxDf, MinDf = v.MinDf, MaxFeatures = v.MaxFeatures, Vocabulary = v.Vocabulary, Binary = v.Binary }),
        e => e.Weights, (e, v) => e with { Norm = v.Norm, UseIdf = v.UseIdf, SmoothIdf = v.SmoothIdf, SublinearTf = v.SublinearTf });

    /// <summary>Terms in more texts are left out: up to 1 a share of the texts, above 1 a count; 1 (none) by default.</summary>
    public double MaxDf { get; init; } = 1;

    /// <summary>Terms in fewer texts are left out: below 1 a share of the texts, from 1 a count; 1 (none) by default.</summary>
    public double MinDf { get; init; } = 1;

    /// <summary>At most so many terms, the most frequent ones; null for all.</summary>
    public int? MaxFeatures { get; init; }

    /// <summary>The terms, in the order of their columns; null to learn them.</summary>
    public string[]? Vocabulary { get; init; }

    /// <summary>Whether counts above 0 become 1; false by default.</summary>
    public bool Binary { get; init; }

    /// <summary>The length each row is divided by; L2 by default, null for none.</summary>
    public RowNorm? Norm { get; init; } = RowNorm.L2;

    /// <summary>Whether rare terms count for more; true by default.</summary>
    public bool UseIdf { get; init; } = true;

    /// <summary>Whether one text more that has all terms is thought of, so that no term weighs infinitely; true by default.</summary>
    public bool SmoothIdf { get; init; } = true;

    /// <summary>Whether a count n becomes 1 + log n; false by default.</summary>
    public bool SublinearTf { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Limits.Check(Name);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(TfidfVectorizer? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    internal TfidfWeights Weights => new(Norm, UseIdf, SmoothIdf, SublinearTf);

    private TermLimits Limits => new(MaxDf, MinDf, MaxFeatures, Vocabulary, Binary);

    /// <inheritdoc/>
    public override TfidfVectorizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Learn(x, sampleWeights, cancellation).Model;

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var (model, counts) = Learn(x, sampleWeights, cancellation);
        return (model, model.Weigh(counts));
    }

    private (TfidfVectorizerModel Model, SparseMatrix Counts) Learn(Features x, double[]? sampleWeights, CancellationToken cancellation)
    {
        Inputs.NoWeights(Name, sampleWeights);
        var (vocabulary, counts) = Limits.Learn(this, x, cancellation);
        return (new(this, FeatureLayout.Of(x), vocabulary, Weights.Idf(counts)), counts);
    }
}

/// <summary>Fitted terms and their weights.</summary>
public sealed class TfidfVectorizerModel : FeatureTransformerModel
{
    private readonly TfidfVectorizer _estimator;
    private readonly TextAnalyzer _analyzer;
    private readonly Vocabulary _vocabulary;
    private readonly double[] _idf;

    internal TfidfVectorizerModel(TfidfVectorizer estimator, FeatureLayout layout, Vocabulary vocabulary, double[] idf)
        : base(estimator, layout) => (_estimator, _analyzer, _vocabulary, _idf) = (estimator, new(estimator), vocabulary, idf);

    /// <summary>The terms, in the order of their columns.</summary>
    public override IReadOnlyList<string> OutputNames => _vocabulary.Terms;

    /// <summary>The weight of each term; empty when rare terms do not count for more.</summary>
    public ReadOnlyMemory<double> Idf => _idf;

    /// <summary>The column of a term; −1 where there is none.</summary>
    /// <param name="term">The term.</param>
    public int ColumnOf(string term) => _vocabulary.Find(term);

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var counts = _vocabulary.Count(_analyzer, TextInput.Of(Estimator.Name, Align(x)), cancellation);
        return Weigh(_estimator.Binary ? TermLimits.Ones(counts) : counts);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Texts("terms", _vocabulary.Terms);
        writer.Numbers("idf", _idf);
    }

    internal static TfidfVectorizerModel Read(ModelReader reader)
    {
        var (estimator, terms) = (reader.EstimatorAs<TfidfVectorizer>(), reader.Texts("terms"));
        return new(estimator, reader.Layout, new(estimator.Name, terms), reader.Numbers("idf", estimator.UseIdf ? terms.Length : 0)) { Warnings = reader.Warnings };
    }

    internal Features Weigh(SparseMatrix counts) => Features.Of(_estimator.Weights.Apply(counts, _idf), _vocabulary.Terms);
}
