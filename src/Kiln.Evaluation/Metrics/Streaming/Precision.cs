namespace Kiln.Evaluation;

/// <summary>How many of the predictions of a class are right, tp / (tp + fp), reported as <c>precision</c>; a class whose denominator is 0 counts as 0. Equal to scikit-learn's for the same data.</summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class Precision(string name = "precision") : AveragedMetric(name)
{
    private protected override (long Hits, long Of) Ratio(int c) => (CountOf(c, c), PredictedAs(c));
}
