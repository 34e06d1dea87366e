namespace Kiln.Estimators;

/// <summary>A transformer that learns from one part of the data after another.</summary>
/// <typeparam name="TModel">What its fit returns.</typeparam>
public interface IPartialFitTransformer<TModel>
    where TModel : FeatureTransformerModel
{
    /// <summary>Learns from one more part.</summary>
    /// <param name="model">What was learned so far; null at first. It stays as it is.</param>
    /// <param name="x">The part's samples.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <returns>A new model.</returns>
    public TModel PartialFit(TModel? model, Features x, double[]? sampleWeights = null);
}
