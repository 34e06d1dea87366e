namespace Kiln.Evaluation;

/// <summary>How many of the samples of a class are found, tp / (tp + fn), reported as <c>recall</c>; a class whose denominator is 0 counts as 0. Equal to scikit-learn's for the same data.</summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class Recall(string name = "recall") : AveragedMetric(name)
{
    private protected override (long Hits, long Of) Ratio(int c) => (CountOf(c, c), Support(c));
}
