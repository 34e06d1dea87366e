namespace Kiln.Estimators;

/// <summary>A classifier's model that scores classes without making probabilities of the scores.</summary>
public interface IDecisionModel
{
    /// <summary>The scores.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Float64: of two classes (samples,), positive for the second; otherwise (samples, classes), the largest wins.</returns>
    public Tensor DecisionFunction(Features x);
}
