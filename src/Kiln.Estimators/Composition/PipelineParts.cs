namespace Kiln.Estimators;

/// <summary>A fitted pipeline: the models of its steps.</summary>
/// <param name="Names">The names of the steps.</param>
/// <param name="Before">The transformers.</param>
/// <param name="Last">The predictor.</param>
internal sealed record PipelineParts(string[] Names, FeatureTransformerModel[] Before, PredictorModel Last)
{
    public IReadOnlyList<Model> Models => [.. Before, Last];

    /// <summary>What the last step sees of some samples.</summary>
    public Features Samples(Features x) => Before.Aggregate(x, (samples, model) => model.Transform(samples));

    public Model Find(string owner, string name)
    {
        var place = StepList.Find(owner, [.. Names.Select((step, i) => new EstimatorStep(step, Models[i].Estimator))], name);
        return Models[place];
    }

    public void Write(ModelWriter writer) => PipelineFit.Write(writer, Names, Models);
}
