namespace Kiln.Estimators;

/// <summary>
/// Takes each feature's median away and divides by the distance of two of its quantiles (scikit-learn: <c>RobustScaler</c>): outliers hardly matter. Missing
/// values (NaN) are left out and stay missing.
/// </summary>
public sealed record RobustScaler : FeatureTransformer
{
    internal static readonly ParameterSet<RobustScaler> Table = new ParameterSet<RobustScaler>("robust-scaler", "each feature by its median and quantiles")
        .Flag("with_centering", e => e.WithCentering, (e, v) => e with { WithCentering = v }, "whether to take the median away")
        .Flag("with_scaling", e => e.WithScaling, (e, v) => e with { WithScaling = v }, "whether to divide by the distance of the quantiles")
        .Numbers("quantile_range", e => e.QuantileRange, (e, v) => e with { QuantileRange = v ?? [25, 75] }, "the two quantiles in percent")
        .Flag("unit_variance", e => e.UnitVariance, (e, v) => e with { UnitVariance = v }, "whether normal features get variance 1");

    /// <summary>Whether to take the median away; true by default. Sparse samples need false.</summary>
    public bool WithCentering { get; init; } = true;

    /// <summary>Whether to divide by the distance of the quantiles; true by default.</summary>
    public bool WithScaling { get; init; } = true;

    /// <summary>The two quantiles in percent; 25 and 75 by default.</summary>
    public double[] QuantileRange { get; init; } = [25, 75];

    /// <summary>Whether the distance is divided by that of a standard normal variable, so that normal features get variance 1; false by default.</summary>
    public bool UnitVariance { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(
            QuantileRange is [>= 0 and var low, <= 100 and var high] && low <= high, Name, "quantile_range", ParameterText.Of(QuantileRange), "two percentages, the lower first");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(RobustScaler? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override RobustScalerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var range = QuantileRange;
        var samples = Inputs.Numbers(Name, x, allowMissing: true);
        CheckSparse(samples);
        var (centers, scales) = (new double[samples.Columns], new double[samples.Columns]);
        scales.AsSpan().Fill(1);
        ColumnQuantiles.Run(samples, (c, values) =>
        {
            var ranked = new RankedValues(values, WithCentering, range[0] / 100, range[1] / 100);
            centers[c] = WithCentering ? ranked.Median : 0;
            if (WithScaling)
            {
                scales[c] = ColumnScales.WithoutZero(ranked.Quantile(range[1] / 100) - ranked.Quantile(range[0] / 100));
                scales[c] /= UnitVariance ? NormalDistribution.Quantile(range[1] / 100) - NormalDistribution.Quantile(range[0] / 100) : 1;
            }
        });

        // NaN is the answer of a column without values.
        if (Array.FindIndex(scales, double.IsInfinity) is >= 0 and var large)
        {
            throw Overflow.OfColumn(Name, samples, large, "the distance between the quantiles");
        }

        if (Array.FindIndex(centers, double.IsInfinity) is >= 0 and var far)
        {
            throw Overflow.OfColumn(Name, samples, far, "the median");
        }

        return new(this, FeatureLayout.Of(x), centers, scales);
    }

    internal void CheckSparse(Features x)
    {
        if (WithCentering && x.Kind == FeaturesKind.Sparse)
        {
            throw new DatasetException($"{Name}: sparse samples cannot be centred and stay sparse; set with_centering to false");
        }
    }
}

/// <summary>Fitted medians and quantile distances.</summary>
public sealed class RobustScalerModel : FeatureTransformerModel
{
    private readonly RobustScaler _estimator;
    private readonly double[] _centers;
    private readonly double[] _scales;

    internal RobustScalerModel(RobustScaler estimator, FeatureLayout layout, double[] centers, double[] scales)
        : base(estimator, layout) => (_estimator, _centers, _scales) = (estimator, centers, scales);

    /// <summary>The median of each feature; 0 without centring.</summary>
    public ReadOnlyMemory<double> Centers => _centers;

    /// <summary>What each feature is divided by; 1 without scaling.</summary>
    public ReadOnlyMemory<double> Scales => _scales;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Given(x) is { Kind: FeaturesKind.Sparse } sparse
        ? Scaled(Inputs.Numbers(Estimator.Name, sparse, allowMissing: true), Array.ConvertAll(_scales, scale => 1 / scale))
        : ColumnMap.Run<SubtractADivideB>(Estimator.Name, Given(x), _centers, _scales);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => Given(x) is { Kind: FeaturesKind.Sparse } sparse
        ? Scaled(Inputs.Numbers(Estimator.Name, sparse, allowMissing: true), _scales)
        : ColumnMap.Run<MultiplyBAddA>(Estimator.Name, Given(x), _centers, _scales);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("centers", _centers);
        writer.Numbers("scales", _scales);
    }

    internal static RobustScalerModel Read(ModelReader reader) => new(
        reader.EstimatorAs<RobustScaler>(), reader.Layout, reader.Numbers("centers", reader.Layout.Count), reader.Numbers("scales", reader.Layout.Count))
    {
        Warnings = reader.Warnings,
    };

    private Features Given(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        _estimator.CheckSparse(samples);
        return samples;
    }

    private Features Scaled(Features x, double[] factors)
    {
        var result = Features.Of(x.Sparse!.ScaleColumns(factors), x.Names);
        Overflow.CheckResult(Estimator.Name, x, result, allowMissing: true, "the result");
        return result;
    }
}
