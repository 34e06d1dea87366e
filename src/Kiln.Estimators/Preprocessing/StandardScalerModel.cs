namespace Kiln.Estimators;

/// <summary>Fitted means and deviations.</summary>
public sealed class StandardScalerModel : FeatureTransformerModel
{
    private readonly StandardScaler _estimator;
    private readonly double[] _scales;

    internal StandardScalerModel(StandardScaler estimator, FeatureLayout layout, ColumnMoments moments)
        : base(estimator, layout) => (_estimator, Moments, _scales) = (estimator, moments, moments.Scales());

    /// <summary>The mean of each feature.</summary>
    public ReadOnlyMemory<double> Means => Moments.Means;

    /// <summary>The biased variance of each feature.</summary>
    public ReadOnlyMemory<double> Variances => Moments.Variances;

    /// <summary>What each feature is divided by.</summary>
    public ReadOnlyMemory<double> Scales => _scales;

    /// <summary>How many values of each feature were seen, missing ones left out; with weights the sum of theirs.</summary>
    public ReadOnlyMemory<double> SampleCounts => Moments.Counts;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    internal ColumnMoments Moments { get; }

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, null);

    /// <inheritdoc/>
    internal override Features TransformOwned(Features x, double[] values) => Transform(x, values);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        _estimator.CheckSparse(Estimator.Name, samples);
        if (samples.Kind == FeaturesKind.Sparse)
        {
            Inputs.CheckFinite(Estimator.Name, samples, allowMissing: true);
            return _estimator.WithStd ? Features.Of(samples.Sparse!.ScaleColumns(_scales), samples.Names) : samples;
        }

        return (_estimator.WithMean, _estimator.WithStd) switch
        {
            (true, true) => ColumnMap.Run<MultiplyBAddA>(Estimator.Name, samples, Moments.Means, _scales),
            (true, false) => ColumnMap.Run<AddA>(Estimator.Name, samples, Moments.Means, _scales),
            (false, true) => ColumnMap.Run<MultiplyB>(Estimator.Name, samples, Moments.Means, _scales),
            _ => Inputs.Numbers(Estimator.Name, samples, allowMissing: true),
        };
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("means", Moments.Means);
        writer.Numbers("variances", Moments.Variances);
        writer.Numbers("counts", Moments.Counts);
    }

    internal static StandardScalerModel Read(ModelReader reader)
    {
        var n = reader.Layout.Count;
        return new(reader.EstimatorAs<StandardScaler>(), reader.Layout, new(reader.Numbers("means", n), reader.Numbers("variances", n), reader.Numbers("counts", n)))
        {
            Warnings = reader.Warnings,
        };
    }

    private Features Transform(Features x, double[]? into)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        _estimator.CheckSparse(Estimator.Name, samples);
        if (samples.Kind == FeaturesKind.Sparse)
        {
            Inputs.CheckFinite(Estimator.Name, samples, allowMissing: true);
            return _estimator.WithStd ? Features.Of(samples.Sparse!.ScaleColumns(Array.ConvertAll(_scales, scale => 1 / scale)), samples.Names) : samples;
        }

        return (_estimator.WithMean, _estimator.WithStd) switch
        {
            (true, true) => ColumnMap.Run<SubtractADivideB>(Estimator.Name, samples, Moments.Means, _scales, into: into),
            (true, false) => ColumnMap.Run<SubtractA>(Estimator.Name, samples, Moments.Means, _scales, into: into),
            (false, true) => ColumnMap.Run<DivideB>(Estimator.Name, samples, Moments.Means, _scales, into: into),
            _ => Inputs.Numbers(Estimator.Name, samples, allowMissing: true),
        };
    }
}
