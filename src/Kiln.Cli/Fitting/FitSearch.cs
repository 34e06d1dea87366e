using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Makes the search that --search asks for.</summary>
internal static class FitSearch
{
    /// <summary>Folds where --cv says nothing.</summary>
    public const int DefaultFolds = 5;

    private const int Drawn = 50;

    /// <summary>Reads the file of values, and sees that the estimator has parameters of these names that take them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="estimator">The estimator without its pipeline.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="tables">Opens the file.</param>
    /// <exception cref="UserException">The file is not of the form, or a parameter does not exist or take a value.</exception>
    public static SearchSpace Space(string path, Predictor estimator, FitSettings settings, PipedTables tables)
    {
        try
        {
            using var text = new StreamReader(tables.Open(path));
            var space = SearchSpace.Parse(text.ReadToEnd());
            CheckValues(space, path, estimator, settings);
            return space;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // A value that does not fit is told as --set tells it.
            var help = error is FormatException ? string.Empty : " " + EstimatorSettings.Help(estimator.Name);
            throw new UserException($"{path}: {LibraryMessages.Translate(EstimatorSettings.Message(error))}{help}", error) { IsWrongUse = true };
        }
    }

    /// <summary>A grid search, or one by chance where the file has distributions; the candidates of the latter are 50.</summary>
    /// <param name="estimator">What is searched, in its pipeline.</param>
    /// <param name="step">The estimator's name: parameters without a step's name are its.</param>
    /// <param name="space">The values.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="progress">Is told of each fit; null for nobody.</param>
    public static ParameterSearch Create(Predictor estimator, string step, SearchSpace space, FitSettings settings, IProgress<FitProgress>? progress)
    {
        var folds = settings.Folds ?? DefaultFolds;
        space = estimator is Pipeline ? space.Prefixed(step) : space;
        return space.IsGrid
            ? new GridSearch(estimator, space) { Folds = folds, Progress = progress }
            : new RandomizedSearch(estimator, space) { Folds = folds, Candidates = Drawn, Progress = progress };
    }

    private static void CheckValues(SearchSpace space, string path, Predictor estimator, FitSettings settings)
    {
        var all = space.Parts.SelectMany(part => part).ToArray();
        if (all.Length == 0)
        {
            throw new UserException($"{path}: there are no values to search among. Name at least one parameter: {{\"alpha\": [0.1, 1, 10]}}. {EstimatorSettings.Help(estimator.Name)}") { IsWrongUse = true };
        }

        // Values of the steps before the estimator ("columns__…") are looked at when the pipeline is known, before the first fit too.
        var own = Array.FindAll(all, choice => !choice.Key.Contains("__", StringComparison.Ordinal));
        foreach (var (name, choices) in own)
        {
            foreach (var value in choices.Values ?? [null])
            {
                _ = choices.Values is null ? estimator[name] : estimator.With(name, value);
            }
        }

        if (own.Length == all.Length)
        {
            Create(estimator, estimator.Name, space, settings, null).CheckParameters();
        }
    }
}
