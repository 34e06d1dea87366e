namespace Kiln.Estimators;

/// <summary>An estimator that learns from one part of the data after another.</summary>
/// <typeparam name="TModel">What its fit returns.</typeparam>
public interface IPartialFit<TModel>
    where TModel : PredictorModel
{
    /// <summary>Learns from one more part.</summary>
    /// <param name="model">What was learned so far; null at first. It stays as it is.</param>
    /// <param name="x">The part's samples.</param>
    /// <param name="y">Their target.</param>
    /// <param name="classes">All classes that will ever come; needed with the first part by a classifier, unless the part has them all.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <returns>A new model.</returns>
    public TModel PartialFit(TModel? model, Features x, Target y, Target? classes = null, double[]? sampleWeights = null);
}
