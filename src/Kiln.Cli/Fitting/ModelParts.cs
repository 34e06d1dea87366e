using System.Globalization;

using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Looks into searches and pipelines for the model that was asked for.</summary>
internal static class ModelParts
{
    /// <summary>The model of the estimator itself: of a search its best one, of a pipeline its last step.</summary>
    public static Model Last(Model model) => model switch
    {
        ISearchModel search => Last(search.Best),
        IPipelineModel pipeline => Last(pipeline.Steps[^1]),
        _ => model,
    };

    /// <summary>The linear model in it; null where there is none.</summary>
    public static ILinearModel? Linear(Model model) => Last(model) as ILinearModel;

    /// <summary>Of two classes the one that ROC and precision-recall curves, and coefficients above 0, are for: the second; null otherwise.</summary>
    public static string? PositiveClass(Model model) => model is ClassificationModel { Classes: { Count: 2 } classes } ? classes.TextAt(1) : null;

    /// <summary>The names of what the last model sees: the columns, or what a preparation made of them.</summary>
    public static IReadOnlyList<string> FeatureNames(Model model, int count)
    {
        var names = Last(model).FeatureNames ?? (Last(model) == model ? null : Prepared(model)) ?? model.FeatureNames;
        return names?.Count == count ? names : [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))];
    }

    private static IReadOnlyList<string>? Prepared(Model model) => model switch
    {
        ISearchModel search => Prepared(search.Best),
        IPipelineModel pipeline when pipeline.Steps.Count > 1 && pipeline.Steps[^2] is FeatureTransformerModel last => last.OutputNames,
        _ => null,
    };
}
