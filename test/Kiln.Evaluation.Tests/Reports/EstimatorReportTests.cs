namespace Kiln.Evaluation.Tests;

public class EstimatorReportTests
{
    private static EstimatorReport Classification()
    {
        var (truth, scores) = ModelSamples.Binary();
        int[] predicted = [.. scores.Select(static s => s > 0.5 ? 1 : 0)];
        string[] names = ["stays", "leaves"];
        var confusion = new ConfusionMatrix([0, 1], names);
        confusion.Add(truth, predicted);
        return new EstimatorReport
        {
            Title = "Logistic regression on customers who leave",
            Subtitle = "2,400 rows, 12 columns, tested on 600 others",
            Headlines = [new Headline("Accuracy", "75.2%", "451 of 600"), new Headline("ROC AUC", "0.833"), new Headline("Log loss", "0.532")],
            Warnings = ["The solver stopped after 100 iterations before it converged: raise max-iter, or scale the features."],
            Parameters = [new("C", "1"), new("penalty", "l2"), new("solver", "lbfgs")],
            Data = [new("rows", "2,400"), new("columns", "12"), new("classes", "stays, leaves")],
            Confusion = confusion,
            Scores = Metrics.ClassificationReport(truth, predicted, names: names),
            Roc = [new("leaves", Metrics.RocCurve(truth, scores))],
            PrecisionRecall = [new("leaves", Metrics.PrecisionRecallCurve(truth, scores))],
            Calibration = [new("", Metrics.CalibrationCurve(truth, scores, 10))],
            Coefficients = [new("", ModelSamples.Weights)],
            Paths = ModelSamples.Paths,
            Importance = ModelSamples.Importance,
            LearningCurve = ModelSamples.Learning,
            ValidationCurves = [ModelSamples.Validation],
            CrossValidation = new ReportTable(["fold", "accuracy", "fit seconds"], [["1", "0.742", "0.11"], ["2", "0.758", "0.10"], ["mean", "0.750", "0.105"]]) { SummaryRows = 1 },
            Environment = [new("threads", "2"), new("Kiln", "0.1.0")],
            Commands = [new SuggestedCommand("Predict with it", "kiln predict runs/churn --input new.csv --output predictions.csv")],
        };
    }

    [Fact]
    public void The_page_of_a_classifier_is_the_reviewed_one() => Golden.Matches(Classification().ToHtmlReport().ToHtml(), "estimator-report.html");

    [Fact]
    public void The_page_of_a_regression_shows_its_residuals_and_nothing_of_classes()
    {
        var (truth, predicted) = ModelSamples.Regression(200);
        var html = new EstimatorReport { Title = "Ridge", Truth = truth, Predicted = predicted, Unit = "k$" }.ToHtmlReport().ToHtml();
        html.ShouldContain("Predictions and residuals");
        html.ShouldNotContain("Confusion matrix");
        html.ShouldNotContain("src=\"http");
        html.ShouldNotContain("href=\"http");
    }

    [Fact]
    public void It_is_written_to_a_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.html");
        Classification().Write(path);
        File.ReadAllText(path).ShouldStartWith("<!DOCTYPE html>");
    }
}
