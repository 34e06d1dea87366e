namespace Kiln.Estimators;

/// <summary>Divides each feature by its largest absolute value (scikit-learn: <c>MaxAbsScaler</c>). Zeros stay zeros, so sparse samples stay sparse. Missing values stay missing.</summary>
public sealed record MaxAbsScaler : FeatureTransformer, IPartialFitTransformer<MaxAbsScalerModel>
{
    internal static readonly ParameterSet<MaxAbsScaler> Table = new("max-abs-scaler", "each feature to at most 1 in absolute value");

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override MaxAbsScalerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        PartialFit(null, x, sampleWeights);

    /// <inheritdoc/>
    public MaxAbsScalerModel PartialFit(MaxAbsScalerModel? model, Features x, double[]? sampleWeights = null)
    {
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.Numbers(Name, model is null ? x : model.Layout.Align(Name, x), allowMissing: true);
        var largest = Largest(samples);
        for (var c = 0; c < largest.Length && model is not null; c++)
        {
            largest[c] = double.IsNaN(largest[c]) || model.Largest.Span[c] > largest[c] ? model.Largest.Span[c] : largest[c];
        }

        return new(this, model?.Layout ?? FeatureLayout.Of(x), largest);
    }

    private static double[] Largest(Features x)
    {
        var largest = new double[x.Columns];
        if (x.Kind == FeaturesKind.Sparse)
        {
            for (var i = 0; i < x.Sparse!.StoredCount; i++)
            {
                ref var most = ref largest[x.Sparse.ColumnIndices[i]];
                var size = Math.Abs(x.Sparse.Values[i]);
                most = size > most ? size : most;
            }

            return largest;
        }

        var (low, high) = ColumnFold.Run<ExtremeTerms>(x, largest);
        for (var c = 0; c < largest.Length; c++)
        {
            largest[c] = low[c] > high[c] ? double.NaN : Math.Max(Math.Abs(low[c]), Math.Abs(high[c]));
        }

        return largest;
    }
}

/// <summary>Fitted largest absolute values.</summary>
public sealed class MaxAbsScalerModel : FeatureTransformerModel
{
    private readonly double[] _largest;
    private readonly double[] _scales;

    internal MaxAbsScalerModel(Estimator estimator, FeatureLayout layout, double[] largest)
        : base(estimator, layout) => (_largest, _scales) = (largest, Array.ConvertAll(largest, ColumnScales.WithoutZero));

    /// <summary>The largest absolute value of each feature.</summary>
    public ReadOnlyMemory<double> Largest => _largest;

    /// <summary>What each feature is divided by.</summary>
    public ReadOnlyMemory<double> Scales => _scales;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Given(x) is { Kind: FeaturesKind.Sparse } sparse
        ? Scaled(Checked(sparse), Array.ConvertAll(_scales, scale => 1 / scale))
        : ColumnMap.Run<DivideB>(Estimator.Name, Given(x), _scales, _scales);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => Given(x) is { Kind: FeaturesKind.Sparse } sparse
        ? Scaled(Checked(sparse), _scales)
        : ColumnMap.Run<MultiplyB>(Estimator.Name, Given(x), _scales, _scales);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("largest", _largest);
    }

    internal static MaxAbsScalerModel Read(ModelReader reader) => new(reader.Fitted, reader.Layout, reader.Numbers("largest", reader.Layout.Count)) { Warnings = reader.Warnings };

    private Features Given(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));

    private Features Checked(Features x) => Inputs.Numbers(Estimator.Name, x, allowMissing: true);

    private static Features Scaled(Features x, double[] factors) => Features.Of(x.Sparse!.ScaleColumns(factors), x.Names);
}
