using Kiln.Data;
using Kiln.Estimators;
using Kiln.Evaluation;

namespace Kiln.Cli;

/// <summary>The part of a fit's page that is of classes: confusion matrix, scores of each class, and curves; where there are none the page says why.</summary>
internal static class FitCurves
{
    // More lines than colors and dashes tell apart at a glance.
    private const int MostClasses = 12;
    private const int ShownNames = 3;

    /// <summary>Adds what the rows of a table show.</summary>
    public static EstimatorReport Add(EstimatorReport report, ClassificationModel model, FitData data)
    {
        var (classes, truth) = (model.Classes, data.Y);
        var codes = truth.CodesAmong(classes);
        if (codes.Contains(-1))
        {
            // A class that the fit did not see has no place in the charts.
            return report with { CurvesNote = "There is no confusion matrix, and there are no curves: the test table has classes that the training table does not have." };
        }

        var predicted = model.Predict(data.X);
        var names = classes.Texts().ToArray();
        report = report with
        {
            Confusion = Metrics.ConfusionMatrix(truth, predicted),
            Scores = Metrics.ClassificationReport(codes, predicted.CodesAmong(classes), [.. Enumerable.Range(0, classes.Count)], names),
        };
        var values = ClassValues.Of(model, data.X);
        return Obstacle(model, values, codes, names) is { } obstacle
            ? report with { CurvesNote = $"There are no ROC, precision-recall or calibration curves: {obstacle}." }
            : WithCurves(report, values!, codes, names);
    }

    private static string? Obstacle(ClassificationModel model, ClassValues? values, int[] codes, string[] names)
    {
        var absent = Enumerable.Range(0, names.Length).Except(codes).Select(c => names[c]).ToArray();
        return names.Length == 1 ? $"all rows are of {names[0]}"
            : absent.Length > 0 ? $"no row is of {string.Join(", ", absent.Take(ShownNames))}{(absent.Length > ShownNames ? $" and {Numbers.Count(absent.Length - ShownNames)} more classes" : "")}"
            : names.Length > MostClasses ? $"{Numbers.Count(names.Length)} classes are more lines than can be told apart ({MostClasses} at most)"
            : values is null ? $"{ModelParts.Last(model).Estimator.Name} gives neither probabilities nor decision values"
            : values.CanRank ? null
            : "some of the values that they are of are not finite";
    }

    private static EstimatorReport WithCurves(EstimatorReport report, ClassValues values, int[] codes, string[] names)
    {
        // Of two classes one curve, of the second, says it all.
        var curves = (names.Length == 2 ? [1] : Enumerable.Range(0, names.Length)).Select(c => (
            Name: names[c], Truth: Target.Of(Array.ConvertAll(codes, code => code == c ? 1L : 0L)), Scores: values.OfClass(c))).ToArray();
        string[] notes =
        [
            names.Length == 2 ? $"The curves are of {names[1]}, the positive class: the one of the two that sorts last." : "Each curve is of one class against the rest.",
            values.AreProbabilities ? "" : "They are of the values of the decision function, which are no probabilities: there is no log loss and no calibration curve.",
        ];
        return report with
        {
            CurvesNote = string.Join(' ', notes.Where(note => note.Length > 0)),
            Roc = [.. curves.Select(c => new KeyValuePair<string, RocCurve>(c.Name, Metrics.RocCurve(c.Truth, c.Scores)))],
            PrecisionRecall = [.. curves.Select(c => new KeyValuePair<string, PrecisionRecallCurve>(c.Name, Metrics.PrecisionRecallCurve(c.Truth, c.Scores)))],
            Calibration = values.AreProbabilities ? [.. curves.Select(c => new KeyValuePair<string, CalibrationCurve>(c.Name, Metrics.CalibrationCurve(c.Truth, c.Scores, 10)))] : [],
        };
    }
}
