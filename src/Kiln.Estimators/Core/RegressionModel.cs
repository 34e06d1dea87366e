namespace Kiln.Estimators;

/// <summary>A fitted model that predicts numbers.</summary>
public abstract class RegressionModel : PredictorModel
{
    /// <inheritdoc cref="Model(Estimator, FeatureLayout)"/>
    protected RegressionModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <summary>The coefficient of determination R² of the predictions; of several outputs the mean over them.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Determination.Score(Estimator.Name, y, Predict(x), sampleWeights);
    }
}
