namespace Kiln.Estimators;

/// <summary>Leaves out features that hardly vary (scikit-learn: <c>VarianceThreshold</c>); by default those that are constant. Missing values are left out of the variance.</summary>
public sealed record VarianceThreshold : FeatureTransformer
{
    internal static readonly ParameterSet<VarianceThreshold> Table = new ParameterSet<VarianceThreshold>("variance-threshold", "leaves out features that hardly vary")
        .Number("threshold", e => e.Threshold, (e, v) => e with { Threshold = v }, "features of at most this variance are left out");

    /// <summary>Features of at most this variance are left out; 0 by default.</summary>
    public double Threshold { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Require.NotNegative(Name, "threshold", Threshold);

    /// <inheritdoc/>
    public override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.Numbers(Name, x, allowMissing: true);
        var variances = ColumnMoments.Of(samples, null).Variances;
        if (Threshold == 0)
        {
            // The variance of a constant may be a rounding above 0; the distance of its extremes is 0.
            var dense = samples.Kind == FeaturesKind.Sparse ? null : samples;
            var (low, high) = dense is null ? samples.Sparse!.ColumnExtremes() : ColumnFold.Run<ExtremeTerms>(dense, variances);
            for (var c = 0; c < variances.Length; c++)
            {
                variances[c] = high[c] - low[c] < variances[c] ? high[c] - low[c] : variances[c];
            }
        }

        int[] kept = [.. Enumerable.Range(0, variances.Length).Where(c => variances[c] > Threshold)];
        return kept.Length > 0
            ? new(this, FeatureLayout.Of(x), kept, variances)
            : throw new DatasetException($"{Name}: no feature has a variance above {PythonNumber.Text(Threshold, whole: true)}{(samples.Rows == 1 ? "; one sample alone has none" : string.Empty)}");
    }
}
