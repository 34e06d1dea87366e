namespace Kiln.Estimators;

/// <summary>Several transformers on the same features, their results side by side (scikit-learn: <c>FeatureUnion</c>, <c>make_union</c>).</summary>
public sealed record FeatureUnion : FeatureTransformer
{
    internal static readonly ParameterSet<FeatureUnion> Table = new ParameterSet<FeatureUnion>("feature-union", "several transformers side by side")
        .Steps("transformer_list", e => e.Steps, (e, v) => e with { Steps = v }, "the transformers")
        .Numbers("transformer_weights", e => e.TransformerWeights, (e, v) => e with { TransformerWeights = v }, "what each transformer's result is multiplied by");

    /// <summary>A union without parts yet.</summary>
    public FeatureUnion()
    {
    }

    /// <summary>Parts that are called as their transformers.</summary>
    /// <param name="parts">The transformers.</param>
    public FeatureUnion(params FeatureTransformer[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Steps = EstimatorStep.Named(parts);
    }

    /// <summary>Parts with names.</summary>
    /// <param name="parts">The names and transformers.</param>
    public FeatureUnion(params (string Name, FeatureTransformer Transformer)[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Steps = [.. parts.Select(part => new EstimatorStep(part.Name, part.Transformer))];
    }

    /// <summary>The parts.</summary>
    public IReadOnlyList<EstimatorStep> Steps { get; init; } = [];

    /// <summary>What the result of each part is multiplied by; null by default.</summary>
    public double[]? TransformerWeights { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        StepList.Check(Name, Steps, Parameters);
        PartWeights.Check(Name, TransformerWeights, Steps.Count);
        StepList.CheckParameters(Steps);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(FeatureUnion? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override FeatureUnionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var models = Transformers(x, sampleWeights).Select(transformer => transformer.Fit(x, y, cancellation: cancellation)).ToArray();
        return new(this, FeatureLayout.Of(x), models);
    }

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var fitted = Transformers(x, sampleWeights).Select(transformer => transformer.FitTransform(x, y, cancellation: cancellation)).ToArray();
        var model = new FeatureUnionModel(this, FeatureLayout.Of(x), Array.ConvertAll(fitted, part => part.Model));
        return (model, model.Beside(Array.ConvertAll(fitted, part => part.X), x.Rows));
    }

    /// <inheritdoc/>
    protected internal override EstimatorParameter FindParameter(string name) =>
        StepList.Has(Steps, name)
            ? StepList.AsParameter(Steps, StepList.Find(Name, Steps, name), (owner, steps) => (FeatureUnion)owner with { Steps = steps })
            : base.FindParameter(name);

    private IEnumerable<FeatureTransformer> Transformers(Features x, double[]? sampleWeights)
    {
        CheckParameters();
        Inputs.NotEmpty(Name, x);
        Inputs.NoWeights(Name, sampleWeights);
        return Steps.Select(step => StepList.Transformer(Name, step));
    }
}

/// <summary>Fitted transformers side by side.</summary>
public sealed class FeatureUnionModel : FeatureTransformerModel
{
    private readonly FeatureTransformerModel[] _models;
    private readonly double[]? _weights;
    private readonly string[] _names;

    internal FeatureUnionModel(FeatureUnion estimator, FeatureLayout layout, FeatureTransformerModel[] models)
        : base(estimator, layout)
    {
        (_models, _weights) = (models, estimator.TransformerWeights);
        _names = [.. models.SelectMany((model, i) => model.OutputNames.Select(name => $"{estimator.Steps[i].Name}__{name}"))];
        Warnings = PipelineFit.Warnings([.. estimator.Steps.Select(step => step.Name)], models);
    }

    /// <summary>The fitted parts.</summary>
    public IReadOnlyList<FeatureTransformerModel> Parts => _models;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var samples = Align(x);
        return Beside(Array.ConvertAll(_models, model => model.Transform(samples, cancellation)), samples.Rows);
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer) => PipelineFit.Write(writer, [.. ((FeatureUnion)Estimator).Steps.Select(step => step.Name)], _models);

    internal static FeatureUnionModel Read(ModelReader reader)
    {
        var names = reader.Texts("steps");
        var estimator = reader.EstimatorAs<FeatureUnion>();
        return estimator.Steps.Count == names.Length
            ? new(estimator, reader.Layout, PipelineFit.Read(reader, names, names.Length))
            : throw reader.Damaged($"{names.Length} parts were fitted of {estimator.Steps.Count}");
    }

    /// <summary>The results of the parts side by side, sparse if one of them is.</summary>
    internal Features Beside(Features[] results, int rows)
    {
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = PartWeights.Apply(Estimator.Name, results[i], _weights?[i] ?? 1);
        }

        return FeatureColumns.Beside(results, rows, Array.Exists(results, result => result.Kind == FeaturesKind.Sparse), _names);
    }
}
