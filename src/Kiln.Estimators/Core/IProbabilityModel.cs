namespace Kiln.Estimators;

/// <summary>A classifier's model that gives each class a probability.</summary>
public interface IProbabilityModel
{
    /// <summary>The probability of each class.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Float64, (samples, classes) in the order of <see cref="ClassificationModel.Classes"/>; each row adds up to 1.</returns>
    public Tensor PredictProbabilities(Features x);
}
