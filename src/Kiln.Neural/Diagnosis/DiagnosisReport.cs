using System.Globalization;
using Kiln.Evaluation;
using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>A diagnosis as one self-contained page.</summary>
internal static class DiagnosisReport
{
    internal static HtmlReport Compose(RunRecord run, IReadOnlyList<Finding> findings)
    {
        var report = new HtmlReport("Diagnosis of a training run")
        {
            Kicker = "Kiln",
            Subtitle = string.Create(CultureInfo.InvariantCulture, $"{run.Losses.Count} steps, of which {run.Samples.Count} were measured layer by layer"),
        };
        report.Headlines(
            new Headline("findings", findings.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", findings.Select(f => f.Name))),
            new Headline("loss at first", Number(run.Losses.First)),
            new Headline("loss at last", Number(run.Losses.Recent(1)), run.Losses.HasNonFinite ? "before it was NaN or infinite" : string.Empty),
            new Headline("loss of a constant answer", double.IsNaN(run.ConstantLoss) ? "unknown" : Number(run.ConstantLoss)));
        if (findings.Count == 0)
        {
            report.Paragraph("Nothing conspicuous: gradients, activations, step sizes and losses are as in healthy runs.");
        }

        foreach (Finding finding in findings)
        {
            string where = finding.Layer.Length > 0 ? $" at {finding.Layer}" : string.Empty;
            report.Section($"{char.ToUpperInvariant(finding.Name[0])}{finding.Name[1..]}{where}")
                .Warning(finding.What)
                .Paragraph(finding.Advice)
                .Paragraph(string.Create(CultureInfo.InvariantCulture, $"Found in epoch {finding.Epoch}, after step {finding.Step}."))
                .Charts(finding.Chart);
        }

        if (run.Samples.Count > 0)
        {
            Measured(report, run);
        }

        return report;
    }

    private static void Measured(HtmlReport report, RunRecord run)
    {
        var charts = new List<Chart> { DiagnosisCharts.Loss(run), DiagnosisCharts.Updates(run), DiagnosisCharts.GradientsOverTime(run) };
        if (run.Samples[0].Layers.Count > 0)
        {
            charts.Add(DiagnosisCharts.Signals(run));
        }

        report.Section("What was measured").Charts(charts);

        StepSample last = run.Samples[^1];
        report.Table(new ReportTable(
            ["weight", "|w|", "|∂L/∂w|", "|Δw|/|w|"],
            [.. last.Weights.Select(w => (IReadOnlyList<string>)[w.Path, Number(w.Norm), Number(w.Gradient), Number(w.Update)])])
        {
            Caption = string.Create(CultureInfo.InvariantCulture, $"Weights at step {last.Step}"),
        });
        if (last.Layers.Count > 0)
        {
            report.Table(new ReportTable(
                ["layer", "type", "output size", "at a flat end"],
                [.. last.Layers.Select(l => (IReadOnlyList<string>)
                    [l.Path, l.Module.GetType().Name, Number(l.Size), double.IsNaN(l.Saturated) ? string.Empty : Percent(l.Saturated)])])
            {
                Caption = string.Create(CultureInfo.InvariantCulture, $"Layers at step {last.Step} (root mean squares)"),
                TextColumns = 2,
            });
        }
    }
}
