using Kiln.Data;
using Kiln.Estimators;
using Kiln.Evaluation;

namespace Kiln.Cli;

/// <summary>What a fit is measured by, under scikit-learn's names: of classes the accuracy, of numbers R² and the usual errors.</summary>
internal static class FitScores
{
    /// <summary>The scores of a model on some rows, the most telling first.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(PredictorModel model, FitData data)
    {
        if (model is ClassificationModel)
        {
            return [("accuracy", model.Score(data.X, data.Y, data.Weights))];
        }

        var predicted = model.Predict(data.X);
        var truth = data.Y.Numbers();
        var guess = predicted.Numbers();
        return
        [
            ("r2", model.Score(data.X, data.Y, data.Weights)),
            ("root_mean_squared_error", Math.Sqrt(Metrics.MeanSquaredError(truth, guess))),
            ("mean_absolute_error", Metrics.MeanAbsoluteError(truth, guess)),
        ];
    }
}
