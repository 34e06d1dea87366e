namespace Kiln.Numerics;

/// <summary>What changes the cross-entropy of rows whose targets are classes. The meaning is that of PyTorch's <c>cross_entropy</c>.</summary>
/// <param name="LabelSmoothing">
/// ε in [0, 1): the target's share falls from 1 to 1 − ε, and ε is spread over all classes alike (Szegedy et al., "Rethinking the Inception Architecture", 2016).
/// </param>
/// <param name="IgnoredClass">A target that stands for "no target": such rows have loss 0 and gradient 0. It need not be a class.</param>
public readonly record struct CrossEntropyOptions(double LabelSmoothing = 0, long? IgnoredClass = null)
{
    internal void Check()
    {
        if (!(LabelSmoothing >= 0 && LabelSmoothing < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(LabelSmoothing), LabelSmoothing, $"softmax cross-entropy: the label smoothing is {LabelSmoothing}; expected 0 or more, below 1");
        }
    }
}
