namespace Kiln.Evaluation;

public sealed partial record EstimatorReport
{
    private void AddConfusion(HtmlReport report)
    {
        if (Confusion is { Total: > 0 } matrix)
        {
            ConfusionSection.Add(report, matrix);
        }
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

        if (charts.Count + CurvesNote.Length > 0)
        {
            report.Section(Calibration.Count > 0 ? "Thresholds and probabilities" : "Thresholds").Paragraph(CurvesNote);
        }

        if (charts.Count > 0)
        {
            report.Charts(charts);
        }
    }

    private void AddResiduals(HtmlReport report)
    {
        if (Truth.Count > 0)
        {
            report.Section("Predictions and residuals")
                .Charts(ModelCharts.PredictedAgainstTrue(Truth, Predicted, Unit, samples: Samples), ModelCharts.Residuals(Truth, Predicted, Unit, samples: Samples));
        }
    }

    private void AddFeatures(HtmlReport report)
    {
        var charts = Coefficients.Select(c => (Chart)ModelCharts.Coefficients(c.Value, title: c.Key.Length == 0 ? CoefficientsTitle : $"{CoefficientsTitle} of {c.Key}")).ToList();
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
            report.Section("Features").Paragraph(FeaturesNote).Charts(charts);
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
