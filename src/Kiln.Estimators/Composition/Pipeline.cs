namespace Kiln.Estimators;

/// <summary>
/// Steps one after the other: every step but the last transforms, the last predicts (scikit-learn: <c>Pipeline</c>, <c>make_pipeline</c>). The model it
/// fits is of the kind of its last step: a <see cref="ClassificationModel"/> (with probabilities and decisions where the last step has them), a
/// <see cref="RegressionModel"/>. A pipeline that ends in a transformer is one by <see cref="AsTransformer"/>, or simply where a transformer is expected.
/// </summary>
/// <remarks>
/// Parameters of a step are called <c>step__parameter</c>, and a whole step is replaced by its name: <c>pipeline.With("ridge__alpha", 2)</c>,
/// <c>pipeline.With("standard-scaler", new MinMaxScaler())</c>; null or "passthrough" switches it off. Sample weights go to the last step alone.
/// </remarks>
public sealed record Pipeline : Predictor
{
    internal static readonly ParameterSet<Pipeline> Table = new ParameterSet<Pipeline>("pipeline", "transformers one after the other, then a predictor")
        .Steps("steps", e => e.Steps, (e, v) => e with { Steps = v }, "the steps, as standard-scaler,ridge");

    /// <summary>A pipeline without steps yet.</summary>
    public Pipeline()
    {
    }

    /// <summary>Steps that are called as their estimators: "standard-scaler", "ridge"; of two alike -1 and -2.</summary>
    /// <param name="steps">Transformers, and a predictor as the last.</param>
    public Pipeline(params Estimator[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Steps = EstimatorStep.Named(steps);
    }

    /// <summary>Steps with names.</summary>
    /// <param name="steps">Transformers, and a predictor as the last.</param>
    public Pipeline(params (string Name, Estimator Estimator)[] steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Steps = [.. steps.Select(step => new EstimatorStep(step.Name, step.Estimator))];
    }

    /// <summary>The steps, first to last.</summary>
    public IReadOnlyList<EstimatorStep> Steps { get; init; } = [];

    /// <inheritdoc/>
    public override bool IsClassifier => Steps.Count > 0 && Steps[^1].Estimator is Predictor { IsClassifier: true };

    /// <summary>Keeps fitted first steps for other fits on the same samples; none by default. It is no hyper-parameter and is not saved.</summary>
    public TransformerCache? Memory { get; init; }

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
    public bool Equals(Pipeline? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <summary>A pipeline of transformers is a transformer.</summary>
    /// <param name="pipeline">The pipeline.</param>
    public static implicit operator FeatureTransformer(Pipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline.AsTransformer();
    }

    /// <summary>The transformer that a pipeline of transformers is.</summary>
    public TransformerPipeline AsTransformer() => new() { Steps = Steps, Memory = Memory };

    /// <summary>Learns from samples, step after step.</summary>
    /// <returns>A model of the kind of the last step; it also tells its steps (<see cref="IPipelineModel"/>).</returns>
    /// <inheritdoc/>
    public override PredictorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckParameters();
        if (Steps[^1].Estimator is not Predictor last)
        {
            throw new ArgumentException($"{Name}: its last step '{Steps[^1].Name}' transforms and predicts nothing; add a predictor, or fit it as a transformer: pipeline.AsTransformer().Fit(x)");
        }

        Inputs.Same(Name, Inputs.NotEmpty(Name, x), y);
        Inputs.Weights(Name, sampleWeights, x.Rows);
        var (models, samples) = PipelineFit.Transformers(Name, Steps.Take(Steps.Count - 1), x, y, cancellation, memory: Memory);
        cancellation.ThrowIfCancellationRequested();
        var parts = new PipelineParts([.. Steps.Select(step => step.Name)], models, last.Fit(samples, y, sampleWeights, cancellation));
        return PipelineModels.Of(this, FeatureLayout.Of(x), parts);
    }

    /// <inheritdoc/>
    protected internal override EstimatorParameter FindParameter(string name) =>
        StepList.Has(Steps, name) || Table.Parameters.All(p => p.Name != name)
            ? StepList.AsParameter(Steps, StepList.Find(Name, Steps, name), (owner, steps) => (Pipeline)owner with { Steps = steps })
            : base.FindParameter(name);
}
