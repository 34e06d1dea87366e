namespace Kiln.Estimators;

/// <summary>An estimator whose model predicts numbers.</summary>
public abstract record Regressor : Predictor
{
    /// <inheritdoc/>
    public abstract override RegressionModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default);
}
