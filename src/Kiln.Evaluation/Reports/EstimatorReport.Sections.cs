namespace Kiln.Evaluation;

public sealed partial record EstimatorReport
{
    private void AddConfusion(HtmlReport report)
    {
        if (Confusion is not { Total: > 0 } matrix)
        {
            return;
        }

        var mistakes = ReportTable.MostConfused(matrix);
        report.Section("Confusion matrix").SideBySide(
            r => r.Charts(Heatmap.Of(matrix, "", matrix.ClassCount <= 12 ? 480 : 960)),
            r => _ = mistakes.Rows.Count == 0 ? r.Paragraph("Every sample was classified correctly.") : r.Table(mistakes));
    }

    private void AddScores(HtmlReport report)
    {
        if (Scores is { } scores)
        {
            report.Section("Scores of each class").Table(ReportTable.Of(scores));
        }
    }

    private void AddCurves(HtmlReport report)
    {
        var charts = new List<Chart>();
        if (Roc.Count > 0)
        {
            charts.Add(ModelCharts.Roc(Roc));
        }

        if (PrecisionRecall.Count > 0)
        {
            charts.Add(ModelCharts.PrecisionRecall(PrecisionRecall));
        }

        if (Calibration.Count > 0)
        {
            charts.Add(ModelCharts.Calibration(Calibration));
        }

        if (charts.Count > 0)
        {
            report.Section("Thresholds and probabilities").Charts(charts);
        }
    }

    private void AddResiduals(HtmlReport report)
    {
        if (Truth.Count > 0)
        {
            report.Section("Predictions and residuals")
                .Charts(ModelCharts.PredictedAgainstTrue(Truth, Predicted, Unit), ModelCharts.Residuals(Truth, Predicted, Unit));
        }
    }

    private void AddFeatures(HtmlReport report)
    {
        var charts = Coefficients.Select(static c => (Chart)ModelCharts.Coefficients(c.Value, title: c.Key.Length == 0 ? "Coefficients" : $"Coefficients of {c.Key}")).ToList();
        if (Paths is { } paths)
        {
            charts.Add(ModelCharts.Paths(paths));
        }

        if (Importance is { } importance)
        {
            charts.Add(ModelCharts.Importance(importance));
        }

        if (charts.Count > 0)
        {
            report.Section("Features").Charts(charts);
        }
    }

    private void AddScoreCurves(HtmlReport report)
    {
        var charts = new List<Chart>();
        if (LearningCurve is { } learning)
        {
            charts.Add(ModelCharts.LearningCurve(learning));
        }

        charts.AddRange(ValidationCurves.Select(static c => ModelCharts.ValidationCurve(c)));
        if (charts.Count > 0)
        {
            report.Section("Learning and validation curves").Charts(charts)
                .Paragraph("Bands are one standard deviation over the folds. A gap between the curves is overfitting; two low curves close together are underfitting.");
        }
    }

    private void AddCrossValidation(HtmlReport report)
    {
        if (CrossValidation is { Rows.Count: > 0 } table)
        {
            report.Section("Cross-validation").Table(table);
        }
    }

    private void AddSetup(HtmlReport report)
    {
        var columns = new List<Action<HtmlReport>>();
        foreach (var (heading, pairs) in new[] { ("Parameters", Parameters), ("Data", Data), ("Environment", Environment) })
        {
            if (pairs.Count > 0)
            {
                columns.Add(r => r.Heading(heading).KeyValues(pairs));
            }
        }

        if (columns.Count > 0)
        {
            report.Section("Setup").SideBySide(columns);
        }
    }

    private void AddCommands(HtmlReport report)
    {
        if (Commands.Count > 0)
        {
            report.Section("Commands");
            foreach (var command in Commands)
            {
                report.Command(command.Line, command.Purpose);
            }
        }
    }
}
