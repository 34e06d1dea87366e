using Kiln.Evaluation;

namespace Kiln.Estimators;

/// <summary>A fitted model that predicts numbers.</summary>
public abstract class RegressionModel : PredictorModel
{
    /// <inheritdoc cref="Model(Estimator, FeatureLayout)"/>
    protected RegressionModel(Estimator estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
    }

    /// <inheritdoc/>
    public override string ScoreName => "r2";

    /// <summary>The coefficient of determination R² of the predictions; of several outputs the mean over them.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Inputs.Same(Estimator.Name, x, y);
        Inputs.Weights(Estimator.Name, sampleWeights, y.Count);
        return y.Count < 2 ? double.NaN : Metrics.R2(y, Predict(x), sampleWeights);
    }
}
