namespace Kiln.Estimators;

/// <summary>An estimator whose model turns features into other features.</summary>
public abstract record FeatureTransformer : Estimator
{
    /// <summary>Learns from samples.</summary>
    /// <param name="x">The samples, (samples, features).</param>
    /// <param name="y">The target, where it matters (feature selection, target encoding); null otherwise.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The data cannot be learned from; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is out of its range; the message names it.</exception>
    public abstract FeatureTransformerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default);

    /// <summary>Learns from samples and transforms them.</summary>
    /// <returns>The model, and the transformed samples. (They may differ from a later <c>Transform</c> of the same samples, as for target encoding.)</returns>
    /// <inheritdoc cref="Fit"/>
    public virtual (FeatureTransformerModel Model, Features X) FitTransform(
        Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var model = Fit(x, y, sampleWeights, cancellation);
        return (model, model.Transform(x, cancellation));
    }
}
