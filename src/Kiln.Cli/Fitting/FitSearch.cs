using System.Text.Json;
using System.Text.Json.Nodes;

using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Makes the search that --search asks for.</summary>
internal static class FitSearch
{
    private const int DefaultFolds = 5;
    private const int Drawn = 50;

    /// <summary>A grid search, or one by chance where the file has distributions; the candidates of the latter are 50.</summary>
    /// <param name="estimator">What is searched, in its pipeline.</param>
    /// <param name="step">The estimator's name: parameters without a step's name are its.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="progress">Is told of each fit.</param>
    /// <exception cref="UserException">The file is not there or not of the form.</exception>
    public static ParameterSearch Create(Predictor estimator, string step, FitSettings settings, IProgress<FitProgress> progress)
    {
        TableOptions.MustExist(settings.Search!);
        try
        {
            var text = File.ReadAllText(settings.Search!);
            var space = SearchSpace.Parse(estimator is Pipeline ? WithStep(JsonNode.Parse(text), step)!.ToJsonString() : text);
            var folds = settings.Folds ?? DefaultFolds;
            return space.IsGrid
                ? new GridSearch(estimator, space) { Folds = folds, Progress = progress }
                : new RandomizedSearch(estimator, space) { Folds = folds, Candidates = Drawn, Progress = progress };
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new UserException($"{settings.Search}: {LibraryMessages.Translate(error.Message)}", error);
        }
    }

    // "C" of the estimator is "logistic-regression__C" of the pipeline it stands in.
    private static JsonNode? WithStep(JsonNode? node, string step) => node switch
    {
        JsonObject part => new JsonObject(part.Select(p => new KeyValuePair<string, JsonNode?>(p.Key.Contains("__", StringComparison.Ordinal) ? p.Key : $"{step}__{p.Key}", p.Value?.DeepClone()))),
        JsonArray parts => new JsonArray([.. parts.Select(part => WithStep(part, step))]),
        _ => node?.DeepClone(),
    };
}
