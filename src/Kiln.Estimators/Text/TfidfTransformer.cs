namespace Kiln.Estimators;

/// <summary>Counts of terms as weights (scikit-learn: <c>TfidfTransformer</c>): a count times log((1 + n) / (1 + df)) + 1, and each row divided by its length.</summary>
public sealed record TfidfTransformer : FeatureTransformer
{
    internal static readonly ParameterSet<TfidfTransformer> Table = TfidfWeights.Add(
        new ParameterSet<TfidfTransformer>("tfidf-transformer", "counts of terms as weights"),
        e => e.Weights, (e, v) => e with { Norm = v.Norm, UseIdf = v.UseIdf, SmoothIdf = v.SmoothIdf, SublinearTf = v.SublinearTf });

    /// <summary>The length each row is divided by; L2 by default, null for none.</summary>
    public RowNorm? Norm { get; init; } = RowNorm.L2;

    /// <summary>Whether rare terms count for more; true by default.</summary>
    public bool UseIdf { get; init; } = true;

    /// <summary>Whether one text more that has all terms is thought of; true by default.</summary>
    public bool SmoothIdf { get; init; } = true;

    /// <summary>Whether a count n becomes 1 + log n; false by default.</summary>
    public bool SublinearTf { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    internal TfidfWeights Weights => new(Norm, UseIdf, SmoothIdf, SublinearTf);

    /// <inheritdoc/>
    public override TfidfTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        return new(this, FeatureLayout.Of(x), Weights.Idf(Sparse(Name, x)));
    }

    /// <summary>Counts as sparse rows.</summary>
    internal static SparseMatrix Sparse(string owner, Features x)
    {
        var numbers = Inputs.Numbers(owner, x);
        return numbers.Sparse ?? SparseMatrix.FromDense(numbers.Values, numbers.Rows, numbers.Columns);
    }
}

/// <summary>Fitted weights of terms.</summary>
public sealed class TfidfTransformerModel : FeatureTransformerModel
{
    private readonly TfidfTransformer _estimator;
    private readonly double[] _idf;

    internal TfidfTransformerModel(TfidfTransformer estimator, FeatureLayout layout, double[] idf)
        : base(estimator, layout) => (_estimator, _idf) = (estimator, idf);

    /// <summary>The weight of each term; empty when rare terms do not count for more.</summary>
    public ReadOnlyMemory<double> Idf => _idf;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Features.Of(_estimator.Weights.Apply(TfidfTransformer.Sparse(Estimator.Name, Align(x)), _idf), x.Names);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("idf", _idf);
    }

    internal static TfidfTransformerModel Read(ModelReader reader)
    {
        var estimator = reader.EstimatorAs<TfidfTransformer>();
        return new(estimator, reader.Layout, reader.Numbers("idf", estimator.UseIdf ? reader.Layout.Count : 0)) { Warnings = reader.Warnings };
    }
}
