namespace Kiln.Estimators;

/// <summary>Transformers one after the other: what a <see cref="Pipeline"/> without a predictor is where a transformer is expected.</summary>
public sealed record TransformerPipeline : FeatureTransformer
{
    internal static readonly ParameterSet<TransformerPipeline> Table = new ParameterSet<TransformerPipeline>("transformer-pipeline", "transformers one after the other")
        .Steps("steps", e => e.Steps, (e, v) => e with { Steps = v }, "the steps");

    /// <summary>The steps, first to last.</summary>
    public IReadOnlyList<EstimatorStep> Steps { get; init; } = [];

    /// <summary>The cache of the <see cref="Pipeline"/> it was made of.</summary>
    internal TransformerCache? Memory { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        StepList.Check(Name, Steps, Parameters);
        StepList.CheckParameters(Steps);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(TransformerPipeline? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override TransformerPipelineModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var (models, _) = FitSteps(x, y, sampleWeights, transformLast: false, cancellation);
        return new(this, FeatureLayout.Of(x), [.. Steps.Select(step => step.Name)], models);
    }

    /// <inheritdoc/>
    public override (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var (models, transformed) = FitSteps(x, y, sampleWeights, transformLast: true, cancellation);
        return (new TransformerPipelineModel(this, FeatureLayout.Of(x), [.. Steps.Select(step => step.Name)], models), transformed);
    }

    /// <inheritdoc/>
    protected internal override EstimatorParameter FindParameter(string name) =>
        StepList.Has(Steps, name) || Table.Parameters.All(p => p.Name != name)
            ? StepList.AsParameter(Steps, StepList.Find(Name, Steps, name), (owner, steps) => (TransformerPipeline)owner with { Steps = steps })
            : base.FindParameter(name);

    private (FeatureTransformerModel[] Models, Features X) FitSteps(Features x, Target? y, double[]? sampleWeights, bool transformLast, CancellationToken cancellation)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        return PipelineFit.Transformers(Name, Steps, Inputs.NotEmpty(Name, x), y, cancellation, transformLast, Memory);
    }
}

/// <summary>Fitted transformers one after the other.</summary>
public sealed class TransformerPipelineModel : FeatureTransformerModel
{
    private readonly FeatureTransformerModel[] _models;

    internal TransformerPipelineModel(Estimator estimator, FeatureLayout layout, string[] names, FeatureTransformerModel[] models)
        : base(estimator, layout)
    {
        (StepNames, _models) = (names, models);
        Warnings = PipelineFit.Warnings(names, models);
    }

    /// <summary>The names of the steps.</summary>
    public IReadOnlyList<string> StepNames { get; }

    /// <summary>The fitted steps.</summary>
    public IReadOnlyList<FeatureTransformerModel> Steps => _models;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _models[^1].OutputNames;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation) => _models.Aggregate(Align(x), (samples, model) => model.Transform(samples, cancellation));

    /// <inheritdoc/>
    public override Features InverseTransform(Features x) => _models.Reverse().Aggregate(x, (samples, model) => model.InverseTransform(samples));

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer) => PipelineFit.Write(writer, StepNames, _models);

    internal static TransformerPipelineModel Read(ModelReader reader)
    {
        var names = reader.Texts("steps");
        return new(reader.Fitted, reader.Layout, names, PipelineFit.Read(reader, names, names.Length));
    }
}
