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
        // A search looks at each of its candidates, of which there may be many.
        var estimator = Abandonable.Run(() => EstimatorSettings.Create(settings), cancellation);
        using var tables = new PipedTables(cancellation);
        FitPlaces.Check(settings, tables);
        settings = settings with { Reading = settings.Reading with { Open = tables.Open } };
        var space = settings.Search is null ? null : Abandonable.Run(() => FitSearch.Space(settings.Search, estimator, settings, tables), cancellation);
        using var folder = settings.Out is null ? null : FittedFolder.Create(settings.Out);
        if (folder?.Earlier is { } earlier)
        {
            screen.Line($"{settings.Out} holds {earlier}, which this fit replaces");
        }

        settings = settings with { Reading = ColumnLists.Split(settings.Train, settings.Reading) };
        FitTargets.CheckColumns(settings);
        var train = FitData.ReadTrain(screen, settings, cancellation);
        MixedColumns.Check(train.X, screen.Warn);
        var kinds = ColumnKinds.Of(train.X);
        var test = settings.Test is null ? null : FitData.ReadTest(screen, settings, kinds, cancellation);
        FitTargets.Check(settings, estimator, train, test, screen.Warn);
        var prepared = Preparation.Wrap(estimator, train.X, settings.Scale, screen.Line);
        var (model, fitting) = space is null ? Fit(screen, settings, prepared, estimator.Name, train, cancellation) : Search(screen, settings, prepared, estimator.Name, space, train, cancellation);
        screen.Line($"{Described(model)} fitted in {Numbers.Seconds(fitting)}");

        // Scaled samples, as large as the table, are garbage now: they go before the scores need memory of their own.
        LargeTables.DropGarbage(train);
        foreach (var warning in model.Warnings.Distinct(StringComparer.Ordinal))
        {
            screen.Warn(warning);
        }

        var result = new FitResult(settings, model, train, fitting);
        if (settings.Search is null && settings.Folds is { } folds)
        {
            result = result with { CrossValidation = CrossValidate(screen, settings, prepared, train, folds, cancellation) };
        }

        var (trained, scoring) = Working.On(screen, "measuring", () => FitScores.Of(model, train), cancellation);
        result = result with { Train = trained, Scoring = scoring };
        TestClasses.TellOfTraining(model, screen.Line);
        if (test is not null)
        {
            var scores = TableFaults.In(settings.Test!, settings.Reading, test.X, () => Working.On(screen, "measuring", () => FitScores.Of(model, test), cancellation)).Result;
            result = result with { TestData = test, Test = scores };
            TestClasses.Tell(result, screen.Line);
        }

        FitView.Show(screen, result);
        if (settings.Predictions is not null)
        {
            var (predictions, _) = Working.On(screen, "predicting", () => PredictionTable.Of(model, (result.TestData ?? train).X), cancellation);
            Csv.Write(predictions, settings.Predictions, cancellation: cancellation);
        }

        if (settings.Report is not null)
        {
            Working.On(screen, "making the report", () => FitReport.Of(result), cancellation).Result.Write(settings.Report);
        }

        // The model comes last: what fails before leaves an earlier one as it was, or no folder.
        folder?.Save(model, settings.Target, kinds);
        FitView.Close(screen, result);
        return ExitCodes.Good;
    }

    // A fit looks at the token between its passes; one pass over gigabytes of products takes many seconds, and a stop is not to wait for it.
    private static (PredictorModel Model, TimeSpan Time) Fit(
        Screen screen, FitSettings settings, Predictor estimator, string name, FitData train, CancellationToken cancellation) =>
        TableFaults.In(settings.Train, settings.Reading, train.X, () => Working.On(screen, $"fitting {name}", () => estimator.Fit(train.X, train.Y, train.Weights, cancellation), cancellation));

    private static (PredictorModel Model, TimeSpan Time) Search(
        Screen screen, FitSettings settings, Predictor estimator, string name, SearchSpace space, FitData train, CancellationToken cancellation)
    {
        using var progress = new FitsProgress(screen, $"searching {name}");
        var search = FitSearch.Create(estimator, name, space, settings, progress);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var model = TableFaults.In(settings.Train, settings.Reading, train.X, () => Abandonable.Run(() => search.Fit(train.X, train.Y, train.Weights, cancellation), cancellation));
        return (model, System.Diagnostics.Stopwatch.GetElapsedTime(began));
    }

    private static CrossValidationResult CrossValidate(Screen screen, FitSettings settings, Predictor estimator, FitData train, int folds, CancellationToken cancellation)
    {
        using var progress = new FitsProgress(screen, "cross-validation");
        var options = new CrossValidationOptions { Folds = folds, SampleWeights = train.Weights, Progress = progress };
        return TableFaults.In(settings.Train, settings.Reading, train.X, () => Abandonable.Run(() => CrossValidation.Run(estimator, train.X, train.Y, options, cancellation), cancellation));
    }

    private static string Described(PredictorModel model) => model is ISearchModel search
        ? $"{ModelParts.Last(model).Estimator} (the best of {search.Results.Candidates.Count})"
        : ModelParts.Last(model).Estimator.ToString();
}
