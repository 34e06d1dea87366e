namespace Kiln.Estimators;

/// <summary>An estimator whose model predicts classes.</summary>
public abstract record Classifier : Predictor
{
    /// <inheritdoc/>
    public abstract override ClassificationModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default);
}
