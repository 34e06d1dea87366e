namespace Kiln.Estimators;

/// <summary>Lets features through as they are: a step that is switched off (scikit-learn: the word "passthrough").</summary>
public sealed record Passthrough : FeatureTransformer
{
    internal static readonly ParameterSet<Passthrough> Table = new("passthrough", "the features as they are");

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override PassthroughModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.NoWeights(Name, sampleWeights);
        return new(this, FeatureLayout.Of(Inputs.NotEmpty(Name, x)));
    }
}

/// <summary>Lets features through as they are.</summary>
public sealed class PassthroughModel : FeatureTransformerModel
{
    internal PassthroughModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => InputNames;

    /// <inheritdoc/>
    internal override bool TransformsSamplesAlone => true;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Align(x);

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => Align(x);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static PassthroughModel Read(ModelReader reader) => new(reader.Fitted, reader.Layout) { Warnings = reader.Warnings };
}
