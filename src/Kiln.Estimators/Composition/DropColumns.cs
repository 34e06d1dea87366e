namespace Kiln.Estimators;

/// <summary>Leaves features out: the part of a <see cref="ColumnTransformer"/> or <see cref="FeatureUnion"/> that is not wanted (scikit-learn: the word "drop").</summary>
public sealed record DropColumns : FeatureTransformer
{
    internal static readonly ParameterSet<DropColumns> Table = new("drop", "leaves the features out");

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override DropColumnsModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.NoWeights(Name, sampleWeights);
        return new(this, FeatureLayout.Of(Inputs.NotEmpty(Name, x)));
    }
}

/// <summary>Leaves features out.</summary>
public sealed class DropColumnsModel : FeatureTransformerModel
{
    internal DropColumnsModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => [];

    /// <inheritdoc/>
    public override Features Transform(Features x) => Features.Dense([], Align(x).Rows, 0);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static DropColumnsModel Read(ModelReader reader) => new(reader.Fitted, reader.Layout) { Warnings = reader.Warnings };
}
