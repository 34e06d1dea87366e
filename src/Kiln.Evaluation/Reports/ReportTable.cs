namespace Kiln.Evaluation;

/// <summary>A table of texts for a report.</summary>
/// <param name="Headers">Column titles.</param>
/// <param name="Rows">Cells, as many per row as there are titles.</param>
public sealed record ReportTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Number of leading columns that hold names and are set left; the others hold numbers and are set right. Default: 1.</summary>
    public int TextColumns { get; init; } = 1;

    /// <summary>Number of rows at the end that sum up and are set apart. Default: 0.</summary>
    public int SummaryRows { get; init; }

    /// <summary>What the table shows, for readers who cannot see it; may be empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Precision, recall, F1 and support of each class, with the averages below.</summary>
    /// <param name="matrix">The counts.</param>
    public static ReportTable PerClass(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ClassScores[] scores = [.. matrix.PerClass(double.NaN), matrix.Averaged(Average.Macro), matrix.Averaged(Average.Weighted)];
        return new ReportTable(
            ["class", "precision", "recall", "F1", "samples"],
            [.. scores.Select(static s => (string[])[s.Label, Share(s.Precision), Share(s.Recall), Share(s.F1), NumberText.Count(s.Support)])])
        {
            SummaryRows = 2,
            Caption = "Scores of each class",
        };
    }

    /// <summary>Precision, recall, F1 and support of each class, with the averages below.</summary>
    /// <param name="report">The scores.</param>
    public static ReportTable Of(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<ReportLine> averages = [report.MacroAverage, report.WeightedAverage];
        if (report.Accuracy is null)
        {
            averages.Insert(0, report.MicroAverage);
        }

        if (report.SamplesAverage is { } samples)
        {
            averages.Add(samples);
        }

        return new ReportTable(
            ["class", "precision", "recall", "F1", "samples"],
            [.. report.Classes.Concat(averages).Select(static s => (string[])
                [s.Label, Share(s.Precision), Share(s.Recall), Share(s.F1), s.Support == Math.Floor(s.Support) ? NumberText.Count((long)s.Support) : NumberText.Value(s.Support)])])
        {
            SummaryRows = averages.Count,
        };
    }

    /// <summary>The most frequent mistakes.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="count">At most so many.</param>
    public static ReportTable MostConfused(ConfusionMatrix matrix, int count = 8)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new ReportTable(
            ["true", "taken for", "times", "of class"],
            [.. matrix.MostConfused(count).Select(static p => (string[])
                [p.TruthLabel, p.PredictedLabel, NumberText.Count(p.Count), NumberText.Brief(p.Rate, NumberFormat.Percent)])])
        {
            TextColumns = 2,
            Caption = "Most frequent mistakes",
        };
    }

    /// <summary>A history, one row per epoch; the numbers of a column have equally many decimals.</summary>
    /// <param name="history">The run.</param>
    /// <param name="lastRows">Only so many rows from the end, at least 1.</param>
    public static ReportTable Of(HistoryTable history, int lastRows = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(lastRows, 1);
        var first = Math.Max(0, history.Count - lastRows);
        var columns = history.Columns.Select(c => NumberText.Aligned(history.Column(c).AsSpan(first))).ToArray();
        return new ReportTable(
            history.Columns,
            [.. Enumerable.Range(0, history.Count - first).Select(row => (IReadOnlyList<string>)[.. columns.Select(c => c[row])])])
        {
            TextColumns = 0,
        };
    }

    private static string Share(double value) => double.IsNaN(value) ? "–" : NumberText.Value(value, NumberFormat.Percent);
}
