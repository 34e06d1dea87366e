namespace Kiln.Estimators;

/// <summary>Texts as counts of their terms, sparse (scikit-learn: <c>CountVectorizer</c>). Takes one column of text.</summary>
public sealed record CountVectorizer : TextVectorizer
{
    internal static readonly ParameterSet<CountVectorizer> Table = TermLimits.Add(Common<CountVectorizer>("count-vectorizer", "texts as counts of their terms"),
        e => e.Limits, (e, v) => e with { MaxDf = v.MaxDf, MinDf = v.MinDf, MaxFeatures = v.MaxFeatures, Vocabulary = v.Vocabulary, Binary = v.Binary });

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
    public bool Equals(CountVectorizer? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    private TermLimits Limits => new(MaxDf, MinDf, MaxFeatures, Vocabulary, Binary);

    /// <inheritdoc/>
    public override CountVectorizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        (CountVectorizerModel)FitTransform(x, y, sampleWeights, cancellation).Model;

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        var (vocabulary, counts) = Limits.Learn(this, x, cancellation);
        return (new CountVectorizerModel(this, FeatureLayout.Of(x), vocabulary), Features.Of(counts, vocabulary.Terms));
    }
}

/// <summary>Fitted terms.</summary>
public sealed class CountVectorizerModel : FeatureTransformerModel
{
    private readonly CountVectorizer _estimator;
    private readonly TextAnalyzer _analyzer;
    private readonly Vocabulary _vocabulary;

    internal CountVectorizerModel(CountVectorizer estimator, FeatureLayout layout, Vocabulary vocabulary)
        : base(estimator, layout) => (_estimator, _analyzer, _vocabulary) = (estimator, new(estimator), vocabulary);

    /// <summary>The terms, in the order of their columns.</summary>
    public override IReadOnlyList<string> OutputNames => _vocabulary.Terms;

    /// <summary>The column of a term; −1 where there is none.</summary>
    /// <param name="term">The term.</param>
    public int ColumnOf(string term) => _vocabulary.Find(term);

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var counts = _vocabulary.Count(_analyzer, TextInput.Of(Estimator.Name, Align(x)), cancellation);
        return Features.Of(_estimator.Binary ? TermLimits.Ones(counts) : counts, _vocabulary.Terms);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Texts("terms", _vocabulary.Terms);
    }

    internal static CountVectorizerModel Read(ModelReader reader) =>
        new(reader.EstimatorAs<CountVectorizer>(), reader.Layout, new(reader.Fitted.Name, reader.Texts("terms"))) { Warnings = reader.Warnings };
}
