namespace Kiln.Estimators;

/// <summary>A fitted pipeline that predicts classes.</summary>
public class PipelineClassificationModel : ClassificationModel, IPipelineModel
{
    private readonly PipelineParts _parts;

    internal PipelineClassificationModel(Estimator estimator, FeatureLayout layout, PipelineParts parts)
        : base(estimator, layout, ((ClassificationModel)parts.Last).Classes)
    {
        _parts = parts;
        Warnings = PipelineFit.Warnings(parts.Names, parts.Models);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> StepNames => _parts.Names;

    /// <inheritdoc/>
    public IReadOnlyList<Model> Steps => _parts.Models;

    /// <inheritdoc/>
    public Model this[string step] => _parts.Find(Estimator.Name, step);

    /// <inheritdoc/>
    public Features TransformBeforeLast(Features x) => _parts.Samples(Align(x));

    /// <inheritdoc/>
    public override Target Predict(Features x) => PipelineBlocks.Predict(_parts, Align(x));

    /// <inheritdoc/>
    public override string ScoreName => _parts.Last.ScoreName;

    /// <summary>The score of the last step, as scikit-learn has it.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null) =>
        PipelineBlocks.Score(_parts.Last, this, base.ScoreName, base.Score, x, y, sampleWeights);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer) => _parts.Write(writer);

    private protected Tensor Probabilities(Features x) => PipelineBlocks.Rows(_parts, Align(x), ((IProbabilityModel)_parts.Last).PredictProbabilities);

    private protected Tensor Decisions(Features x) => PipelineBlocks.Rows(_parts, Align(x), ((IDecisionModel)_parts.Last).DecisionFunction);
}
