namespace Kiln.Estimators;

/// <summary>Fitted means and deviations.</summary>
public sealed class StandardScalerModel : FeatureTransformerModel
{
    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly double[] _scales;
    private readonly (bool Mean, bool Deviation) _with;

    internal StandardScalerModel(StandardScaler estimator, FeatureLayout layout, double[] means, double[] variances, double[] scales)
        : base(estimator, layout) => (_means, _variances, _scales, _with) = (means, variances, scales, (estimator.WithMean, estimator.WithStd));

    /// <summary>The mean of each feature.</summary>
    public ReadOnlyMemory<double> Means => _means;

    /// <summary>The biased variance of each feature.</summary>
    public ReadOnlyMemory<double> Variances => _variances;

    /// <summary>What each feature is divided by.</summary>
    public ReadOnlyMemory<double> Scales => _scales;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x), allowMissing: true);
        var result = new double[samples.Values.Length];
        for (var row = 0; row < samples.Rows; row++)
        {
            var values = samples.Row(row);
            var to = result.AsSpan(row * samples.Columns, samples.Columns);
            for (var c = 0; c < to.Length; c++)
            {
                var value = _with.Mean ? values[c] - _means[c] : values[c];
                to[c] = _with.Deviation ? value / _scales[c] : value;
            }
        }

        return Features.Dense(result, samples.Rows, samples.Columns, samples.Names);
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x), allowMissing: true);
        var result = new double[samples.Values.Length];
        for (var row = 0; row < samples.Rows; row++)
        {
            var values = samples.Row(row);
            var to = result.AsSpan(row * samples.Columns, samples.Columns);
            for (var c = 0; c < to.Length; c++)
            {
                var value = _with.Deviation ? values[c] * _scales[c] : values[c];
                to[c] = _with.Mean ? value + _means[c] : value;
            }
        }

        return Features.Dense(result, samples.Rows, samples.Columns, samples.Names);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("mean", _means);
        writer.Numbers("var", _variances);
        writer.Numbers("scale", _scales);
    }

    internal static StandardScalerModel Read(ModelReader reader) => new(
        reader.EstimatorAs<StandardScaler>(), reader.Layout,
        reader.Numbers("mean", reader.Layout.Count), reader.Numbers("var", reader.Layout.Count), reader.Numbers("scale", reader.Layout.Count))
    {
        Warnings = reader.Warnings,
    };
}
