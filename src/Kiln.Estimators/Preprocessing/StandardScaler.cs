namespace Kiln.Estimators;

/// <summary>
/// Takes each feature's mean away and divides by its standard deviation (scikit-learn: <c>StandardScaler</c>): z = (x − μ) / σ with the biased σ (divided by
/// n). A constant feature is only centred. Missing values (NaN) are left out of the sums and stay missing.
/// </summary>
public sealed record StandardScaler : FeatureTransformer, IPartialFitTransformer<StandardScalerModel>
{
    internal static readonly ParameterSet<StandardScaler> Table = new ParameterSet<StandardScaler>("standard-scaler", "each feature to mean 0 and deviation 1")
        .Flag("with_mean", e => e.WithMean, (e, v) => e with { WithMean = v }, "whether to take the mean away")
        .Flag("with_std", e => e.WithStd, (e, v) => e with { WithStd = v }, "whether to divide by the standard deviation");

    /// <summary>Whether to take the mean away; true by default. Sparse samples need false: they would not stay sparse.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether to divide by the standard deviation; true by default.</summary>
    public bool WithStd { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override StandardScalerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        PartialFit(null, x, sampleWeights);

    /// <inheritdoc/>
    public StandardScalerModel PartialFit(StandardScalerModel? model, Features x, double[]? sampleWeights = null) => Fit(Name, model, x, sampleWeights);

    /// <summary>Learns from (more) samples for an estimator that scales within; errors name that one.</summary>
    internal StandardScalerModel Fit(string owner, StandardScalerModel? model, Features x, double[]? sampleWeights)
    {
        var samples = Inputs.Numbers(owner, model is null ? x : model.Layout.Align(owner, x), allowMissing: true);
        CheckSparse(owner, samples);
        Inputs.Weights(owner, sampleWeights, samples.Rows);
        var moments = ColumnMoments.Of(samples, sampleWeights);
        moments = model is null ? moments : model.Moments.Join(moments);
        if (!Inputs.AllFinite(moments.Means) || (WithStd && !Inputs.AllFinite(moments.Variances)))
        {
            CheckOverflow(owner, samples, moments);
        }

        return new(this, model?.Layout ?? FeatureLayout.Of(x), moments);
    }

    // A feature without any value has no mean; with values, only an overflow leaves none.
    private void CheckOverflow(string owner, Features samples, ColumnMoments moments)
    {
        for (var c = 0; c < samples.Columns; c++)
        {
            if (moments.Counts[c] > 0 && !(double.IsFinite(moments.Means[c]) && (!WithStd || double.IsFinite(moments.Variances[c]))))
            {
                throw Overflow.OfColumn(owner, samples, c, WithStd ? "the squares" : "the sum");
            }
        }
    }

    internal void CheckSparse(string owner, Features x)
    {
        if (WithMean && x.Kind == FeaturesKind.Sparse)
        {
            throw new DatasetException($"{owner}: sparse samples cannot be centred and stay sparse; set with_mean to false");
        }
    }
}
