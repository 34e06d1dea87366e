using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Makes the search that --search asks for.</summary>
internal static class FitSearch
{
    /// <summary>Folds where --cv says nothing.</summary>
    public const int DefaultFolds = 5;

    private const int Drawn = 50;
    private const string Owner = "search space: ";

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
            var message = EstimatorSettings.Message(error);
            message = message.StartsWith(Owner, StringComparison.Ordinal) ? message[Owner.Length..] : message; // The file's name says it.
            throw new UserException($"{path}: {LibraryMessages.Translate(message)}{help}", error) { IsWrongUse = true };
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

    /// <summary>A parameter's name as the file has it: where the table needs preparing the estimator is a step of a pipeline, whose name stands before it.</summary>
    public static string Typed(string name, FitSettings settings)
    {
        var step = EstimatorSettings.Find(settings.Estimator).Name + "__";
        return name.StartsWith(step, StringComparison.Ordinal) ? name[step.Length..] : name;
    }

    /// <summary>A candidate's values as the file names them: <c>C=0.1, penalty=l2</c>.</summary>
    public static string Described(SearchCandidate candidate, FitSettings settings) =>
        string.Join(", ", candidate.Parameters.Select(parameter => $"{Typed(parameter.Key, settings)}={ParameterText.Of(parameter.Value)}"));

    // One of the two would be overruled without a word.
    private static void RefuseTwice((string Name, ParameterChoices Choices)[] all, string path, FitSettings settings)
    {
        foreach (var setting in settings.Parameters)
        {
            var name = setting[..setting.IndexOf('=', StringComparison.Ordinal)].Trim().Replace('-', '_');
            if (Array.Exists(all, searched => Typed(searched.Name, settings).Replace('-', '_') == name))
            {
                throw new UserException($"--set {setting}: {path} searches {name} too, and would overrule it. Leave one of them out.") { IsWrongUse = true };
            }
        }
    }

    private static void CheckValues(SearchSpace space, string path, Predictor estimator, FitSettings settings)
    {
        var all = space.Parts.SelectMany(part => part).Select(choice => (Name: choice.Key, Choices: choice.Value)).ToArray();
        if (all.Length == 0)
        {
            throw new UserException($"{path}: there are no values to search among. Name at least one parameter: {{\"alpha\": [0.1, 1, 10]}}. {EstimatorSettings.Help(estimator.Name)}") { IsWrongUse = true };
        }

        RefuseTwice(all, path, settings);

        // Values of the steps before the estimator ("columns__…") are looked at when the pipeline is known, before the first fit too.
        var own = Array.FindAll(all, choice => !choice.Name.Contains("__", StringComparison.Ordinal));
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
