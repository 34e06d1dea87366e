namespace Kiln.Estimators;

/// <summary>Chooses the model of a pipeline by what its last step can do, so that <c>model is IProbabilityModel</c> tells the truth.</summary>
internal static class PipelineModels
{
    public static PredictorModel Of(Estimator estimator, FeatureLayout layout, PipelineParts parts) => parts.Last switch
    {
        ClassificationModel and IProbabilityModel and IDecisionModel => new PipelineClassifierWithBoth(estimator, layout, parts),
        ClassificationModel and IProbabilityModel => new PipelineClassifierWithProbabilities(estimator, layout, parts),
        ClassificationModel and IDecisionModel => new PipelineClassifierWithDecisions(estimator, layout, parts),
        ClassificationModel => new PipelineClassificationModel(estimator, layout, parts),
        RegressionModel => new PipelineRegressionModel(estimator, layout, parts),
        _ => new PipelinePredictorModel(estimator, layout, parts),
    };

    public static PredictorModel Read(ModelReader reader)
    {
        var names = reader.Texts("steps");
        var before = PipelineFit.Read(reader, names, names.Length - 1);
        return Of(reader.Fitted, reader.Layout, new(names, before, reader.Model<PredictorModel>(PipelineFit.Key(names.Length - 1))));
    }
}

/// <summary>A fitted pipeline whose last step has both.</summary>
internal sealed class PipelineClassifierWithBoth(Estimator estimator, FeatureLayout layout, PipelineParts parts)
    : PipelineClassificationModel(estimator, layout, parts), IProbabilityModel, IDecisionModel
{
    public Tensor PredictProbabilities(Features x) => Probabilities(x);

    public Tensor DecisionFunction(Features x) => Decisions(x);
}

/// <summary>A fitted pipeline whose last step gives probabilities.</summary>
internal sealed class PipelineClassifierWithProbabilities(Estimator estimator, FeatureLayout layout, PipelineParts parts)
    : PipelineClassificationModel(estimator, layout, parts), IProbabilityModel
{
    public Tensor PredictProbabilities(Features x) => Probabilities(x);
}

/// <summary>A fitted pipeline whose last step scores classes.</summary>
internal sealed class PipelineClassifierWithDecisions(Estimator estimator, FeatureLayout layout, PipelineParts parts)
    : PipelineClassificationModel(estimator, layout, parts), IDecisionModel
{
    public Tensor DecisionFunction(Features x) => Decisions(x);
}
