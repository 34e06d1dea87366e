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

    /// <summary>What a search found: every candidate with its scores, and the best (<c>cv_results_</c>, <c>best_index_</c>).</summary>
    /// <param name="model">What a search's fit returned.</param>
    /// <exception cref="NotSupportedException">The model comes from no search.</exception>
    public static SearchResults SearchResults(this PredictorModel model) => Search(model).Results;

    /// <summary>The hyper-parameters that a search chose (<c>best_params_</c>).</summary>
    /// <inheritdoc cref="SearchResults"/>
    public static IReadOnlyDictionary<string, object?> BestParameters(this PredictorModel model) => Search(model).Results.BestParameters;

    /// <summary>The mean score of what a search chose on the test parts (<c>best_score_</c>).</summary>
    /// <inheritdoc cref="SearchResults"/>
    public static double BestScore(this PredictorModel model) => Search(model).Results.BestScore;

    /// <summary>The model that a search chose, fitted on all samples (<c>best_estimator_</c>).</summary>
    /// <inheritdoc cref="SearchResults"/>
    public static PredictorModel BestModel(this PredictorModel model) => Search(model).Best;

    /// <summary>The search in a model: itself, or the last step of a pipeline.</summary>
    private static ISearchModel Search(PredictorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model switch
        {
            ISearchModel search => search,
            IPipelineModel { Steps: [.., PredictorModel last] } when last is ISearchModel or IPipelineModel => Search(last),
            _ => throw Lacks(model, "comes from no search", null),
        };
    }

    private static NotSupportedException Lacks(PredictorModel model, string what, string? instead) =>
        new($"{model.Estimator.Name}: {(model is IPipelineModel pipeline ? $"its last step '{pipeline.StepNames[^1]}'" : "it")} {what}{(instead is null ? string.Empty : $"; {instead}")}");
}
