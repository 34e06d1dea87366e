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
    public StandardScalerModel PartialFit(StandardScalerModel? model, Features x, double[]? sampleWeights = null)
    {
        var samples = Inputs.Numbers(Name, model is null ? x : model.Layout.Align(Name, x), allowMissing: true);
        CheckSparse(Name, samples);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var moments = ColumnMoments.Of(samples, sampleWeights);
        if (!Inputs.AllFinite(moments.Means) || (WithStd && !Inputs.AllFinite(moments.Variances)))
        {
            CheckOverflow(samples, moments);
        }

        return new(this, model?.Layout ?? FeatureLayout.Of(x), model is null ? moments : model.Moments.Join(moments));
    }

    // A feature without any value has no mean; with values, only an overflow leaves none.
    private void CheckOverflow(Features samples, ColumnMoments moments)
    {
        for (var c = 0; c < samples.Columns; c++)
        {
            if (moments.Counts[c] > 0 && !(double.IsFinite(moments.Means[c]) && (!WithStd || double.IsFinite(moments.Variances[c]))))
            {
                throw new DatasetException($"{Name}: the squares of {samples.NameOf(c)} overflowed; divide it by its size first (max-abs-scaler)") { Column = c };
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
