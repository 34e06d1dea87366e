using System.Globalization;

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
        var (model, fitting) = EstimatorSettings.Asked(() => Working.On(
            screen, $"fitting {estimator.Name}", () => estimator.Fit(train.X, train.Y, train.Weights, cancellation)));
        screen.Line($"{estimator} fitted in {Numbers.Seconds(fitting)}");
        foreach (var warning in model.Warnings)
        {
            screen.Warn(warning);
        }

        var (trained, scoring) = Working.On(screen, "measuring", () => FitScores.Of(model, train));
        var result = new FitResult(settings, model, train, fitting) { Train = trained, Scoring = scoring };
        if (settings.Test is not null)
        {
            var test = FitData.ReadTest(screen, settings, kinds, cancellation);
            result = result with { TestData = test, Test = Working.On(screen, "measuring", () => FitScores.Of(model, test)).Result };
        }

        FitView.Show(screen, result);
        folder?.Save(model, settings.Target, kinds);
        if (settings.Predictions is not null)
        {
            Csv.Write(PredictionTable.Of(model, (result.TestData ?? train).X), settings.Predictions);
        }

        FitView.Close(screen, result);
        return ExitCodes.Good;
    }
}
