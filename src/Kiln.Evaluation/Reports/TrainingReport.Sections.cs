using Kiln.Data;

namespace Kiln.Evaluation;

public sealed partial record TrainingReport
{
    // A page is for people; whoever wants ten thousand rows has the CSV file.
    private const int MostRows = 200;

    private void AddCurves(HtmlReport report)
    {
        if (History is not { Count: > 0 } history)
        {
            return;
        }

        var charts = HistoryCharts.Of(history, Monitor, MonitorHigherIsBetter);
        if (charts.Count > 0)
        {
            var shown = history.Count <= MostRows ? $"All {history.Count} rows" : $"The last {MostRows} of {history.Count} rows";
            report.Section("Learning curves").Charts(charts).Details($"{shown} as numbers", r => r.Table(ReportTable.Of(history, MostRows)));
        }
    }

    private void AddConfusion(HtmlReport report)
    {
        if (Confusion is not { Total: > 0 } matrix)
        {
            return;
        }

        ConfusionSection.Add(report, matrix);
        report.Section("Scores of each class").Table(ReportTable.PerClass(matrix) with { Caption = "" });
    }

    private void AddMistakes(HtmlReport report)
    {
        if (Mistakes.Count > 0)
        {
            report.Section("Worst mistakes").Paragraph("The test samples that the network got wrong while it was most sure.")
                .Images(Mistakes.Select(static m => new ImageTile(
                    Png.Encode(m.Picture), $"{m.Truth} taken for {m.Predicted}", $"{NumberText.Brief(m.Probability, NumberFormat.Percent)} sure")));
        }
    }

    private void AddNetwork(HtmlReport report)
    {
        if (NetworkSummary.Length > 0)
        {
            report.Section("Network").Preformatted(NetworkSummary.Trim('\n', '\r'));
        }
    }

    private void AddSetup(HtmlReport report)
    {
        var columns = new List<Action<HtmlReport>>();
        if (Configuration.Count > 0)
        {
            columns.Add(r => r.Heading("Configuration").KeyValues(Configuration));
        }

        if (Environment.Count > 0)
        {
            columns.Add(r => r.Heading("Environment").KeyValues(Environment));
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
