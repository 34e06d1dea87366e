using Kiln.Estimators;
using Kiln.Evaluation;

namespace Kiln.Cli;

/// <summary>What a fit is measured by, under scikit-learn's names: of classes accuracy, F1, log loss and ROC AUC; of numbers R² and the usual errors.</summary>
internal static class FitScores
{
    /// <summary>The scores of a model on some rows, the most telling first.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(PredictorModel model, FitData data)
    {
        var (y, weights) = (data.Y, data.Weights);
        var predicted = model.Predict(data.X);
        if (model is not ClassificationModel { Classes: var classes })
        {
            return
            [
                ("r2", Metrics.R2(y, predicted, weights)),
                ("root_mean_squared_error", Metrics.RootMeanSquaredError(y, predicted, weights)),
                ("mean_absolute_error", Metrics.MeanAbsoluteError(y, predicted, weights)),
            ];
        }

        var scores = new List<(string, double)>
        {
            ("accuracy", Metrics.Accuracy(y, predicted, weights)),
            ("balanced_accuracy", Metrics.BalancedAccuracy(y, predicted, weights: weights)),
            ("f1_macro", Metrics.F1(y, predicted, Average.Macro, weights: weights)),
        };
        LargeTables.DropGarbage(data);

        // A test table may lack a class, or have one the fit did not see; then there is no such score. Of one class alone there is nothing to tell apart.
        if (classes.Count > 1 && PredictionTable.Probabilities(model, data.X) is { } probabilities && y.CodesAmong(classes) is var codes && !codes.Contains(-1) && codes.Distinct().Count() == classes.Count && AreProbabilities(probabilities))
        {
            LargeTables.DropGarbage(data);
            scores.Add(("log_loss", Metrics.LogLoss(y, probabilities, classes, weights)));
            LargeTables.DropGarbage(data);
            scores.Add(classes.Count == 2
                ? ("roc_auc", Metrics.RocAuc(y, probabilities, classes, weights: weights))
                : ("roc_auc_ovr", Metrics.RocAuc(y, probabilities, classes, weights: weights)));
        }

        return scores;
    }

    /// <summary>Whether none is NaN, as those of collinear features may be (the model warned of them): nothing could be measured by it.</summary>
    private static bool AreProbabilities(Kiln.Tensors.Tensor probabilities) => !probabilities.AsSpan<double>().ContainsAnyExceptInRange(0.0, 1.0);
}
