using System.Globalization;

using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Says of a test table that has other classes than the model why scores are missing: log loss and ROC AUC need a row of each class, and of no other.</summary>
internal static class TestClasses
{
    private const string NeedsAllClasses = "roc_auc";
    private const string NeedsProbabilities = "log_loss";
    private const int Shown = 5;

    /// <summary>Tells of classes that one side lacks.</summary>
    /// <param name="result">The fit with the scores on its test rows.</param>
    /// <param name="tell">Takes a line.</param>
    public static void Tell(FitResult result, Action<string> tell)
    {
        if (result.Model is not ClassificationModel { Classes: var classes } || result.TestData is not { Y: var y })
        {
            return;
        }

        var codes = y.CodesAmong(classes);
        var scores = !result.Train.Any(score => score.Name.StartsWith(NeedsAllClasses, StringComparison.Ordinal)) ? ""
            : $", and there is no {(result.Train.Any(score => score.Name == NeedsProbabilities) ? "log loss or ROC AUC" : "ROC AUC")} of the test table";
        var unseen = Enumerable.Range(0, codes.Length).Where(row => codes[row] < 0).Select(y.TextAt).ToArray();
        if (unseen.Length > 0)
        {
            tell(string.Create(CultureInfo.InvariantCulture,
                $"{result.Settings.Test}: {Numbers.Count(unseen.Length)} of {Numbers.Count(codes.Length, "row")} {(unseen.Length == 1 ? "is" : "are")} of {Names(unseen.Distinct(StringComparer.Ordinal))}, which the training table does not have: {(unseen.Length == 1 ? "it counts" : "they count")} as wrong{scores}"));
            return;
        }

        var absent = Enumerable.Range(0, classes.Count).Except(codes).Select(classes.TextAt).ToArray();
        if (absent.Length > 0 && scores.Length > 0)
        {
            tell($"{result.Settings.Test}: no row is of {Names(absent)}{scores}");
        }
    }

    /// <summary>Tells of a training table of one class, of which there is less to measure.</summary>
    public static void TellOfTraining(PredictorModel model, Action<string> tell)
    {
        if (model is IProbabilityModel and ClassificationModel { Classes: { Count: 1 } classes })
        {
            tell($"all rows are of {Names([classes.TextAt(0)])}: there is no log loss or ROC AUC");
        }
    }

    private static string Names(IEnumerable<string> classes)
    {
        var all = classes.ToArray();
        return (all.Length == 1 ? "the class " : "the classes ") + string.Join(", ", all.Take(Shown).Select(name => $"'{Printable.Name(name)}'")) + (all.Length > Shown ? $" and {all.Length - Shown} more" : "");
    }
}
