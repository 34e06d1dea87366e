namespace Kiln.Evaluation;

/// <summary>A grid of colored cells: a confusion matrix, or any table whose pattern matters more than its digits.</summary>
public sealed partial class Heatmap : Chart
{
    /// <summary>Values by (row, column); NaN leaves a cell blank.</summary>
    public required double[,] Values { get; init; }

    /// <summary>Texts written into the cells, of the same size as <see cref="Values"/>; the values themselves when null.</summary>
    public string[,]? Texts { get; init; }

    /// <summary>Tooltips of the cells, of the same size as <see cref="Values"/>; composed from labels and texts when null.</summary>
    public string[,]? Tips { get; init; }

    /// <summary>Names of the rows, one each.</summary>
    public required IReadOnlyList<string> RowLabels { get; init; }

    /// <summary>Names of the columns, one each.</summary>
    public required IReadOnlyList<string> ColumnLabels { get; init; }

    /// <summary>What the rows are, such as <c>true</c>.</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>What the columns are, such as <c>predicted</c>.</summary>
    public string ColumnTitle { get; init; } = "";

    /// <summary>
    /// Whether the diagonal is good and everything beside it bad: the two take different colors, each with its own scale, so that a few
    /// mistakes show beside thousands of hits. Default: false.
    /// </summary>
    public bool Diagonal { get; init; }

    /// <summary>
    /// A confusion matrix: counts in the cells, colored by the share of the true class, so that rare classes show like frequent ones.
    /// </summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="title">Headline.</param>
    /// <param name="width">Width in pixels.</param>
    public static Heatmap Of(ConfusionMatrix matrix, string title = "Confusion matrix", int width = 560)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = matrix.ClassCount;
        var values = matrix.NormalizeRows();
        var texts = new string[n, n];
        var tips = new string[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                texts[row, column] = matrix[row, column] == 0 ? "" : NumberText.Count(matrix[row, column]);
                tips[row, column] =
                    $"true {matrix.Labels[row]}, predicted {matrix.Labels[column]}: {NumberText.Count(matrix[row, column])} "
                    + $"({NumberText.Value(values[row, column], NumberFormat.Percent)} of true {matrix.Labels[row]})";
            }
        }

        return new Heatmap
        {
            Title = title,
            Width = width,
            Values = values,
            Texts = texts,
            Tips = tips,
            RowLabels = matrix.Labels,
            ColumnLabels = matrix.Labels,
            RowTitle = "true",
            ColumnTitle = "predicted",
            Diagonal = true,
            Description = Describe(matrix),
        };
    }

    private static string Describe(ConfusionMatrix matrix)
    {
        var worst = matrix.MostConfused(3);
        var mistakes = worst.Count == 0
            ? "No mistakes."
            : "Most frequent mistakes: "
                + string.Join(", ", worst.Select(static p => $"{p.TruthLabel} taken for {p.PredictedLabel} ({NumberText.Count(p.Count)})")) + ".";
        return $"Confusion matrix of {matrix.ClassCount} classes: {NumberText.Count(matrix.Correct)} of {NumberText.Count(matrix.Total)} correct. {mistakes}";
    }

    private protected override string Describe() =>
        $"Heat map of {Values.GetLength(0)} rows{(RowTitle.Length > 0 ? $" ({RowTitle})" : "")} and {Values.GetLength(1)} "
        + $"columns{(ColumnTitle.Length > 0 ? $" ({ColumnTitle})" : "")}.";

    private void Check()
    {
        var (rows, columns) = (Values.GetLength(0), Values.GetLength(1));
        if (rows != RowLabels.Count || columns != ColumnLabels.Count)
        {
            throw new ArgumentException(
                $"chart: the heat map has {rows} rows and {columns} columns, but {RowLabels.Count} "
                + $"row labels and {ColumnLabels.Count} column labels.");
        }

        foreach (var texts in new[] { Texts, Tips })
        {
            if (texts is not null && (texts.GetLength(0) != rows || texts.GetLength(1) != columns))
            {
                throw new ArgumentException(
                    $"chart: the heat map has ({rows}, {columns}) values, but ({texts.GetLength(0)}, "
                    + $"{texts.GetLength(1)}) texts; give one per cell.");
            }
        }
    }
}
