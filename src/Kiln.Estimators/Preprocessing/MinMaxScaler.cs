namespace Kiln.Estimators;

/// <summary>
/// Moves and stretches each feature so that its values of the fit fill a range (scikit-learn: <c>MinMaxScaler</c>). A constant feature becomes the lower end.
/// Missing values (NaN) are left out and stay missing.
/// </summary>
public sealed record MinMaxScaler : FeatureTransformer, IPartialFitTransformer<MinMaxScalerModel>
{
    internal static readonly ParameterSet<MinMaxScaler> Table = new ParameterSet<MinMaxScaler>("min-max-scaler", "each feature to a range")
        .Numbers("feature_range", e => e.FeatureRange, (e, v) => e with { FeatureRange = v ?? [0, 1] }, "the lower and upper end")
        .Flag("clip", e => e.Clip, (e, v) => e with { Clip = v }, "whether values outside the range are moved to its ends");

    /// <summary>The lower and upper end of the range; 0 and 1 by default.</summary>
    public double[] FeatureRange { get; init; } = [0, 1];

    /// <summary>Whether values beyond those of the fit are moved to the ends of the range; false by default.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Require.That(FeatureRange.Length == 2 && FeatureRange[0] < FeatureRange[1], Name, "feature_range", ParameterText.Of(FeatureRange), "a lower end and an upper one above it");

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(MinMaxScaler? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override MinMaxScalerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        PartialFit(null, x, sampleWeights);

    /// <inheritdoc/>
    public MinMaxScalerModel PartialFit(MinMaxScalerModel? model, Features x, double[]? sampleWeights = null)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.NotSparse(Name, model is null ? x : model.Layout.Align(Name, x), allowMissing: true);
        var (least, most) = ColumnFold.Run<ExtremeTerms>(samples, new double[samples.Columns]);
        for (var c = 0; c < least.Length; c++)
        {
            (least[c], most[c]) = least[c] > most[c] ? (double.NaN, double.NaN) : (least[c], most[c]);
            if (model is not null)
            {
                (least[c], most[c]) = (Lesser(least[c], model.Minima.Span[c]), -Lesser(-most[c], -model.Maxima.Span[c]));
            }
        }

        return new(this, model?.Layout ?? FeatureLayout.Of(x), least, most);
    }

    /// <summary>The lesser of two numbers, or the one that is there.</summary>
    private static double Lesser(double a, double b) => double.IsNaN(a) ? b : double.IsNaN(b) || a < b ? a : b;
}

/// <summary>Fitted ranges.</summary>
public sealed class MinMaxScalerModel : FeatureTransformerModel
{
    private readonly MinMaxScaler _estimator;
    private readonly (double[] Least, double[] Most) _data;
    private readonly double[] _offsets;
    private readonly double[] _scales;

    internal MinMaxScalerModel(MinMaxScaler estimator, FeatureLayout layout, double[] least, double[] most)
        : base(estimator, layout)
    {
        (_estimator, _data) = (estimator, (least, most));
        (_offsets, _scales) = (new double[least.Length], new double[least.Length]);
        var (low, high) = (estimator.FeatureRange[0], estimator.FeatureRange[1]);
        for (var c = 0; c < least.Length; c++)
        {
            _scales[c] = (high - low) / ColumnScales.WithoutZero(most[c] - least[c]);
            _offsets[c] = low - (least[c] * _scales[c]);
        }
    }

    /// <summary>The smallest value of each feature.</summary>
    public ReadOnlyMemory<double> Minima => _data.Least;

    /// <summary>The largest value of each feature.</summary>
    public ReadOnlyMemory<double> Maxima => _data.Most;

    /// <summary>What each feature is multiplied by.</summary>
    public ReadOnlyMemory<double> Scales => _scales;

    /// <summary>What is then added.</summary>
    public ReadOnlyMemory<double> Offsets => _offsets;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var result = ColumnMap.Run<MultiplyBAddA>(Estimator.Name, Given(x), _offsets, _scales);
        if (!_estimator.Clip)
        {
            return result;
        }

        var (low, high) = (new double[FeatureCount], new double[FeatureCount]);
        low.AsSpan().Fill(_estimator.FeatureRange[0]);
        high.AsSpan().Fill(_estimator.FeatureRange[1]);
        return ColumnMap.Run<ClipAB>(Estimator.Name, result, low, high);
    }

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => ColumnMap.Run<SubtractADivideB>(Estimator.Name, Given(x), _offsets, _scales);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("minima", _data.Least);
        writer.Numbers("maxima", _data.Most);
    }

    internal static MinMaxScalerModel Read(ModelReader reader) => new(
        reader.EstimatorAs<MinMaxScaler>(), reader.Layout, reader.Numbers("minima", reader.Layout.Count), reader.Numbers("maxima", reader.Layout.Count))
    {
        Warnings = reader.Warnings,
    };

    private Features Given(Features x)
    {
        var samples = Inputs.Unchecked(Estimator.Name, Align(x));
        return samples.Kind == FeaturesKind.Sparse ? Inputs.NotSparse(Estimator.Name, samples) : samples;
    }
}
