using Kiln.Data;
using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>One <c>kiln fit</c> from the tables to the saved model.</summary>
internal static class FitRun
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static int Execute(Screen screen, FitSettings settings, CancellationToken cancellation)
    {
        var estimator = EstimatorSettings.Create(settings);
        var folder = settings.Out is null ? null : FittedFolder.Create(settings.Out);
        var train = FitData.ReadTrain(screen, settings, cancellation);
        var kinds = ColumnKinds.Of(train.X);
        var prepared = Preparation.Wrap(estimator, train.X, settings.Scale, screen.Line);
        var (model, fitting) = settings.Search is null ? Fit(screen, prepared, estimator.Name, train, cancellation) : Search(screen, settings, prepared, estimator.Name, train, cancellation);
        screen.Line($"{Described(model)} fitted in {Numbers.Seconds(fitting)}");
        foreach (var warning in Warnings(model))
        {
            screen.Warn(warning);
        }

        var result = new FitResult(settings, model, train, fitting);
        if (settings.Search is null && settings.Folds is { } folds)
        {
            result = result with { CrossValidation = CrossValidate(screen, prepared, train, folds, cancellation) };
        }

        var (trained, scoring) = Working.On(screen, "measuring", () => FitScores.Of(model, train));
        result = result with { Train = trained, Scoring = scoring };
        if (settings.Test is not null)
        {
            var test = FitData.ReadTest(screen, settings, kinds, cancellation);
            result = result with { TestData = test, Test = EstimatorSettings.Asked(() => Working.On(screen, "measuring", () => FitScores.Of(model, test))).Result };
        }

        FitView.Show(screen, result);
        folder?.Save(model, settings.Target, kinds);
        if (settings.Predictions is not null)
        {
            Csv.Write(PredictionTable.Of(model, (result.TestData ?? train).X), settings.Predictions);
        }

        if (settings.Report is not null)
        {
            FitReport.Write(result, settings.Report);
        }

        FitView.Close(screen, result);
        return ExitCodes.Good;
    }

    private static (PredictorModel Model, TimeSpan Time) Fit(Screen screen, Predictor estimator, string name, FitData train, CancellationToken cancellation) =>
        EstimatorSettings.Asked(() => Working.On(screen, $"fitting {name}", () => estimator.Fit(train.X, train.Y, train.Weights, cancellation)));

    private static (PredictorModel Model, TimeSpan Time) Search(
        Screen screen, FitSettings settings, Predictor estimator, string name, FitData train, CancellationToken cancellation)
    {
        using var progress = new FitsProgress(screen, $"searching {name}");
        var search = EstimatorSettings.Asked(() => FitSearch.Create(estimator, name, settings, progress));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var model = EstimatorSettings.Asked(() => search.Fit(train.X, train.Y, train.Weights, cancellation));
        return (model, System.Diagnostics.Stopwatch.GetElapsedTime(began));
    }

    private static CrossValidationResult CrossValidate(Screen screen, Predictor estimator, FitData train, int folds, CancellationToken cancellation)
    {
        using var progress = new FitsProgress(screen, "cross-validation");
        var options = new CrossValidationOptions { Folds = folds, SampleWeights = train.Weights, Progress = progress };
        return EstimatorSettings.Asked(() => CrossValidation.Run(estimator, train.X, train.Y, options, cancellation));
    }

    private static string Described(PredictorModel model) => model is ISearchModel search
        ? $"{ModelParts.Last(model).Estimator} (the best of {search.Results.Candidates.Count})"
        : ModelParts.Last(model).Estimator.ToString();

    private static IEnumerable<string> Warnings(PredictorModel model) => model.Warnings.Concat(ModelParts.Last(model).Warnings).Distinct(StringComparer.Ordinal);
}
