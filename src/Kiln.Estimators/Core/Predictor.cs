namespace Kiln.Estimators;

/// <summary>An estimator whose model predicts a target.</summary>
public abstract record Predictor : Estimator
{
    /// <summary>Whether its model predicts classes: true of a classifier, and of a pipeline or a search whose inner estimator is one.</summary>
    public virtual bool IsClassifier => this is Classifier;

    /// <summary>Learns from samples.</summary>
    /// <param name="x">The samples, (samples, features).</param>
    /// <param name="y">What to predict, one for each sample.</param>
    /// <param name="sampleWeights">How much each sample counts, not negative; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <returns>The fitted model; this estimator stays as it is.</returns>
    /// <exception cref="DatasetException">The data cannot be learned from; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    /// <exception cref="NotSupportedException">Weights were given to an estimator that has no use for them.</exception>
    /// <exception cref="OperationCanceledException">The fit was stopped.</exception>
    public abstract PredictorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default);
}
