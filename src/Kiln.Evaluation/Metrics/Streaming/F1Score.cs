namespace Kiln.Evaluation;

/// <summary>The harmonic mean of precision and recall, 2 tp / (2 tp + fp + fn), reported as <c>f1</c>; a class whose denominator is 0 counts as 0. Equal to scikit-learn's for the same data.</summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class F1Score(string name = "f1") : AveragedMetric(name)
{
    private protected override (long Hits, long Of) Ratio(int c) => (2 * CountOf(c, c), PredictedAs(c) + Support(c));
}
