namespace Kiln.Evaluation;

/// <summary>The section of a page that shows a confusion matrix and the most frequent mistakes.</summary>
internal static class ConfusionSection
{
    // Up to a dozen classes the matrix leaves room for the list beside it; each cell of more than a hundred would be smaller than what it says.
    private const int Beside = 12;
    private const int Most = 100;

    // The width of a card on a wide window, and cells with room for a count of three digits.
    private const double CardWidth = 982;
    private const double Cell = 24;
    private const double LargeCell = 28;
    private const double NameRoom = 200;

    /// <summary>Writes it.</summary>
    /// <param name="report">The page.</param>
    /// <param name="matrix">The counts.</param>
    public static void Add(HtmlReport report, ConfusionMatrix matrix)
    {
        var mistakes = ReportTable.MostConfused(matrix);
        void List(HtmlReport r) => _ = mistakes.Rows.Count == 0 ? r.Paragraph("Every sample was classified correctly.") : r.Table(mistakes);
        report.Section("Confusion matrix");
        if (matrix.ClassCount <= Beside)
        {
            report.SideBySide(r => r.Charts(Heatmap.Of(matrix, "", 480)), List);
        }
        else if (matrix.ClassCount <= Most)
        {
            List(report.Wide(Heatmap.Of(matrix, "", Width(matrix))));
        }
        else
        {
            List(report.Paragraph($"A matrix of {NumberText.Count(matrix.ClassCount)} classes is too large to be drawn; these are its largest numbers beside the diagonal."));
        }
    }

    // Names stand to the left of the rows, and slanted above the columns, where the last leans out to the right.
    private static int Width(ConfusionMatrix matrix)
    {
        var names = 1.72 * Math.Min(NameRoom, matrix.Labels.Max(static label => TextWidth.Of(label, ChartStyle.FontSize)));
        double Of(double cell) => 40 + names + (cell * matrix.ClassCount);
        return (int)Math.Ceiling(Math.Max(Math.Min(CardWidth, Of(LargeCell)), Of(Cell)));
    }
}
