namespace Kiln.Estimators;

/// <summary>Scores of classes that are there already, for scorers, which ask a model.</summary>
/// <param name="estimator">Whose they are.</param>
/// <param name="classes">The classes.</param>
/// <param name="scores">(samples, 1 or classes).</param>
internal sealed class KnownScores(Estimator estimator, Target classes, double[] scores) : ClassificationModel(estimator, new FeatureLayout(1), classes), IDecisionModel
{
    private int Width => LinearRule.OutputsOf(Classes.Count);

    public override Target Predict(Features x)
    {
        var width = Width;
        var codes = new int[scores.Length / width];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = width == 1 ? (scores[row] > 0 ? 1 : 0) : System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(scores.AsSpan(row * width, width));
        }

        return Classes.Take(codes);
    }

    public Tensor DecisionFunction(Features x) => Width == 1 ? Tensor.From(scores) : Tensor.From(scores, [scores.Length / Width, Width]);

    protected internal override void Write(ModelWriter writer) => throw new NotSupportedException($"{Estimator.Name}: scores by themselves are not written");
}
