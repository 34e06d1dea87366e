using Kiln.Estimators;
using Kiln.Evaluation;

namespace Kiln.Cli;

/// <summary>
/// What a fit is measured by, under scikit-learn's names: of classes accuracy, F1, log loss and ROC AUC; of numbers R² and the usual errors. Where a model's own score is
/// another, such as D², it comes first, so that --cv and the rest compare.
/// </summary>
internal static class FitScores
{
    /// <summary>The scores of a model on some rows, the most telling first.</summary>
    public static IReadOnlyList<(string Name, double Value)> Of(PredictorModel model, FitData data) =>
        model is ClassificationModel classifier ? OfClasses(classifier, data) : OfNumbers(model, data);

    private static List<(string Name, double Value)> OfNumbers(PredictorModel model, FitData data)
    {
        var (y, weights) = (data.Y, data.Weights);
        var predicted = model.Predict(data.X);
        List<(string, double)> scores =
        [
            ("r2", Metrics.R2(y, predicted, weights)),
            ("root_mean_squared_error", Metrics.RootMeanSquaredError(y, predicted, weights)),
            ("mean_absolute_error", Metrics.MeanAbsoluteError(y, predicted, weights)),
        ];
        AddOwn(scores, model, data);
        return scores;
    }

    private static List<(string Name, double Value)> OfClasses(ClassificationModel model, FitData data)
    {
        var (y, weights, classes) = (data.Y, data.Weights, model.Classes);
        var predicted = model.Predict(data.X);
        List<(string, double)> scores =
        [
            ("accuracy", Metrics.Accuracy(y, predicted, weights)),
            ("balanced_accuracy", Metrics.BalancedAccuracy(y, predicted, weights: weights)),
            ("f1_macro", Metrics.F1(y, predicted, Average.Macro, weights: weights)),
        ];
        LargeTables.DropGarbage(data);

        // A test table may lack a class, or have one the fit did not see; then there is no such score. Of one class alone there is nothing to tell apart.
        if (classes.Count > 1 && ClassValues.Of(model, data.X) is { } values && y.CodesAmong(classes) is var codes && !codes.Contains(-1) && codes.Distinct().Count() == classes.Count && values.CanRank)
        {
            LargeTables.DropGarbage(data);
            if (values.AreProbabilities)
            {
                scores.Add(("log_loss", Metrics.LogLoss(y, values.Values, classes, weights)));
                LargeTables.DropGarbage(data);
            }

            // Each class against the rest: the mean of the areas does not ask whether the values of a row add up to 1, as decision values do not.
            scores.Add(classes.Count == 2
                ? ("roc_auc", Metrics.RocAuc(y, values.Values, classes, weights: weights))
                : ("roc_auc_ovr", values.AreProbabilities
                    ? Metrics.RocAuc(y, values.Values, classes, weights: weights)
                    : Metrics.RocAuc(LabelSets.OneHot(codes, classes.Count), values.Values.AsSpan<double>(), Average.Macro, weights: weights)));
            AddOwn(scores, model, data);
        }

        return scores;
    }

    private static void AddOwn(List<(string Name, double Value)> scores, PredictorModel model, FitData data)
    {
        if (scores.TrueForAll(score => score.Name != model.ScoreName))
        {
            // A share of the deviance compares with that of the mean, and one row has none.
            scores.Insert(0, (model.ScoreName, ScoreText.IsOfVariance(model.ScoreName) && data.X.Rows < 2 ? double.NaN : model.Score(data.X, data.Y, data.Weights)));
        }
    }
}
