using System.Globalization;

using Kiln.Estimators;
using Kiln.Evaluation;

namespace Kiln.Cli;

/// <summary>Makes the page of a fit: scores, confusion matrix, curves or residuals, coefficients, cross-validation, settings.</summary>
internal static class FitReport
{
    // A page shows shapes, not every one of a million points.
    private const int MostPoints = 5000;
    private const int MostNamedClasses = 12;

    /// <summary>The page, of the test rows where there are any, otherwise of the training rows.</summary>
    public static EstimatorReport Of(FitResult result)
    {
        var (settings, model, machine) = (result.Settings, result.Model, Machine.Look());
        var data = result.TestData ?? result.Data;
        var of = result.TestData is null ? "training" : "test";
        var report = new EstimatorReport
        {
            Title = $"{settings.Estimator} on {Path.GetFileName(settings.Train)}",
            Subtitle = $"predicts {settings.Target} from {Numbers.Count(result.Data.X.Columns, "column")}; {DateTime.Now.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)}",
            Headlines = [.. (result.Test ?? result.Train).Select(score => new Headline($"{of} {score.Name.Replace('_', ' ')}", ScoreText.Of(score.Name, score.Value, data)))],
            Warnings = [.. model.Warnings],
            Parameters = [.. Parameters(ModelParts.Last(model).Estimator)],
            Data =
            [
                new("train", $"{settings.Train}, {Numbers.Count(result.Data.X.Rows, "row")}"),
                .. result.TestData is { } test ? [new KeyValuePair<string, string>("test", $"{settings.Test}, {Numbers.Count(test.X.Rows, "row")}")] : Array.Empty<KeyValuePair<string, string>>(),
                new("target", settings.Target),
                .. Details(result),
            ],
            CoefficientsTitle = settings.Scale ? "Scaled coefficients" : "Coefficients",
            FeaturesNote = FeaturesNote(result),
            Coefficients = [.. Coefficients(model)],
            CrossValidation = CrossValidationTable(result),
            Environment =
            [
                new("kiln", machine.KilnVersion),
                new("processor", machine.Processor),
                new("threads", Numbers.Count(machine.Threads)),
                new("reading", Numbers.Seconds(result.Data.Reading)),
                new("fitting", Numbers.Seconds(result.Fitting)),
            ],
            Commands = settings.Out is null ? [] : [new("Predict another table", Invocation.CommandLine("predict", settings.Out, "--input", "c.csv", "--output", "p.csv"))],
        };
        return model is ClassificationModel classifier ? FitCurves.Add(report, classifier, data) : OfNumbers(report, settings.Target, model, data);
    }

    private static EstimatorReport OfNumbers(EstimatorReport report, string target, PredictorModel model, FitData data)
    {
        var rows = Enumerable.Range(0, data.X.Rows).Where(row => row % Math.Max(1, (data.X.Rows + MostPoints - 1) / MostPoints) == 0).ToArray();
        var truth = data.Y.Take(rows);
        return truth.Outputs == 1
            ? report with { Truth = truth.Numbers().ToArray(), Predicted = model.Predict(data.X.Take(rows)).Numbers().ToArray(), Samples = data.X.Rows, Unit = target }
            : report;
    }

    private static IEnumerable<KeyValuePair<string, string>> Details(FitResult result)
    {
        var (settings, model) = (result.Settings, result.Model);
        if (model is ClassificationModel { Classes: var classes })
        {
            yield return new("classes", classes.Count <= MostNamedClasses ? string.Join(", ", classes.Texts()) : Numbers.Count(classes.Count));
        }

        if (ModelParts.PositiveClass(model) is { } positive)
        {
            yield return new("positive class", positive);
        }

        if (settings.Weights is not null)
        {
            yield return new("weights", settings.Weights);
        }

        foreach (var done in Preparation.Described(result.Data.X, settings.Scale))
        {
            yield return done;
        }
    }

    private static string FeaturesNote(FitResult result)
    {
        if (ModelParts.Linear(result.Model) is null)
        {
            return "";
        }

        var notes = new List<string>();
        if (result.Settings.Scale)
        {
            notes.Add("Columns of numbers were scaled to mean 0 and variance 1 first (--scale): their coefficients are per standard deviation of the column.");
        }

        if (result.Model is ClassificationModel { Classes: { Count: 2 } classes })
        {
            notes.Add($"Above 0 speaks for {classes.TextAt(1)}, below 0 for {classes.TextAt(0)}.");
        }

        return string.Join(' ', notes);
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(Estimator estimator) =>
        estimator.Parameters.Where(p => p.Kind != ParameterKind.Code).Select(p => new KeyValuePair<string, string>(p.Name, ParameterText.Of(p.Get(estimator))));

    private static IEnumerable<KeyValuePair<string, FeatureWeights>> Coefficients(PredictorModel model)
    {
        if (ModelParts.Linear(model) is not { } linear)
        {
            yield break;
        }

        var values = linear.Coefficients.ToArray<double>();
        var width = linear.Coefficients.Shape[^1];
        var names = ModelParts.FeatureNames(model, width);
        var sets = values.Length / Math.Max(1, width);
        for (var set = 0; set < sets; set++)
        {
            var name = sets == 1 ? ModelParts.PositiveClass(model) ?? "" : model is ClassificationModel { Classes: var classes } && classes.Count == sets ? classes.TextAt(set) : $"output {set}";
            yield return new(name, new FeatureWeights(names, values[(set * width)..((set + 1) * width)]));
        }
    }

    private static ReportTable? CrossValidationTable(FitResult result)
    {
        if (result.Model is ISearchModel { Results: var found })
        {
            return new ReportTable(["parameters", $"mean {result.Model.ScoreName}", "rank"], [.. found.Candidates.Select(c => (IReadOnlyList<string>)[FitSearch.Described(c, result.Settings), ScoreText.Of(c.MeanTest(found.Metric)), Numbers.Count(c.Ranks[found.Metric])])]);
        }

        return result.CrossValidation is not { } folds ? null
            : new ReportTable(["fold", result.Model.ScoreName], [.. folds.Scores.Select((score, i) => (IReadOnlyList<string>)[Numbers.Count(i + 1), ScoreText.Of(score)]), ["mean", ScoreText.Of(folds.Mean)]]);
    }
}
