namespace Kiln.Estimators;

/// <summary>What some models can do, asked of any: for models whose kind is known only at run time, such as those of pipelines and searches.</summary>
public static class PredictorModelExtensions
{
    /// <summary>The probability of each class.</summary>
    /// <param name="model">A model.</param>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Float64, (samples, classes).</returns>
    /// <exception cref="NotSupportedException">The model gives no probabilities.</exception>
    public static Tensor PredictProbabilities(this PredictorModel model, Features x)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is IProbabilityModel probabilities ? probabilities.PredictProbabilities(x) : throw Lacks(model, "gives no probabilities", model is IDecisionModel ? "it has a decision function" : null);
    }

    /// <summary>The scores of the classes.</summary>
    /// <param name="model">A model.</param>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Float64: of two classes (samples,), otherwise (samples, classes).</returns>
    /// <exception cref="NotSupportedException">The model has no decision function.</exception>
    public static Tensor DecisionFunction(this PredictorModel model, Features x)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is IDecisionModel decisions ? decisions.DecisionFunction(x) : throw Lacks(model, "has no decision function", model is IProbabilityModel ? "it gives probabilities" : null);
    }

    /// <summary>The classes of a classifier's model.</summary>
    /// <param name="model">A model.</param>
    /// <exception cref="NotSupportedException">The model predicts no classes.</exception>
    public static Target ClassesOf(this PredictorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is ClassificationModel classification ? classification.Classes : throw Lacks(model, "predicts no classes", null);
    }

    private static NotSupportedException Lacks(PredictorModel model, string what, string? instead) =>
        new($"{model.Estimator.Name}: {(model is IPipelineModel pipeline ? $"its last step '{pipeline.StepNames[^1]}'" : "it")} {what}{(instead is null ? string.Empty : $"; {instead}")}");
}
