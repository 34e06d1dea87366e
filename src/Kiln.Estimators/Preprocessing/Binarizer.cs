namespace Kiln.Estimators;

/// <summary>1 for values above a threshold, 0 for the others (scikit-learn: <c>Binarizer</c>). Sparse samples take a threshold of 0 or more: the zeros have to stay zeros.</summary>
public sealed record Binarizer : FeatureTransformer
{
    internal static readonly ParameterSet<Binarizer> Table = new ParameterSet<Binarizer>("binarizer", "1 above a threshold, 0 elsewhere")
        .Number("threshold", e => e.Threshold, (e, v) => e with { Threshold = v }, "values above it become 1");

    /// <summary>Values above it become 1; 0 by default.</summary>
    public double Threshold { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override BinarizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        Inputs.Numbers(Name, x);
        return new(this, FeatureLayout.Of(x));
    }
}

/// <summary>1 for values above a threshold, 0 for the others.</summary>
public sealed class BinarizerModel : FeatureTransformerModel
{
    private readonly double _threshold;

    internal BinarizerModel(Binarizer estimator, FeatureLayout layout)
        : base(estimator, layout) => _threshold = estimator.Threshold;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        if (samples.Kind == FeaturesKind.Sparse)
        {
            Inputs.CheckFinite(Estimator.Name, samples, allowMissing: false);
            Require.That(_threshold >= 0, Estimator.Name, "threshold", _threshold, "0 or more for sparse samples");
            return Features.Of(samples.Sparse!.Map(value => value > _threshold ? 1 : 0).WithoutZeros(), samples.Names);
        }

        var thresholds = new double[samples.Columns];
        thresholds.AsSpan().Fill(_threshold);
        return ColumnMap.Run<AboveA>(Estimator.Name, samples, thresholds, thresholds, allowMissing: false);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static BinarizerModel Read(ModelReader reader) => new(reader.EstimatorAs<Binarizer>(), reader.Layout) { Warnings = reader.Warnings };
}
