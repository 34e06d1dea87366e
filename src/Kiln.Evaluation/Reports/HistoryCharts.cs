namespace Kiln.Evaluation;

/// <summary>Chooses the charts for a history: one per quantity, training and validation together.</summary>
internal static class HistoryCharts
{
    private const string ValidationPrefix = "val_";

    // Times are facts about the machine, not about learning; they stay in the table.
    private static readonly string[] Passed = ["seconds", "time", "duration", "elapsed", "samples_per_second", "images_per_second"];
    private static readonly string[] Shares = ["accuracy", "precision", "recall", "f1"];

    /// <summary>The charts, in the order of the columns.</summary>
    public static List<Chart> Of(HistoryTable history, string monitor, bool higherIsBetter)
    {
        var charts = new List<Chart>();
        var keys = history.Column(history.Key);
        foreach (var column in history.Columns.Skip(1))
        {
            var isValidation = column.StartsWith(ValidationPrefix, StringComparison.Ordinal);
            if (Passed.Contains(column) || (isValidation && history.Has(column[ValidationPrefix.Length..])))
            {
                continue;
            }

            var names = new List<string> { column };
            if (history.Has(ValidationPrefix + column))
            {
                names.Add(ValidationPrefix + column);
            }

            if (names.Any(n => history.Column(n).Any(double.IsFinite)))
            {
                charts.Add(Chart(history, keys, names, monitor, higherIsBetter));
            }
        }

        return charts;
    }

    private static LineChart Chart(HistoryTable history, double[] keys, List<string> names, string monitor, bool higherIsBetter)
    {
        var format = Shares.Any(s => names[0].Contains(s, StringComparison.Ordinal)) ? NumberFormat.Percent : NumberFormat.Number;
        var markers = new List<LineMarker>();
        var watched = names.IndexOf(monitor);
        if (watched >= 0 && history.Count > 1 && history.BestRow(monitor, higherIsBetter) is >= 0 and var best)
        {
            markers.Add(new LineMarker(
                watched, keys[best], $"best {NumberText.Value(history[best, monitor], format)} · "
                    + $"{history.Key} {NumberText.Value(keys[best])}"));
        }

        return new LineChart
        {
            Title = Readable(names[0]),
            Width = 440,
            Height = 280,
            XLabel = Readable(history.Key).ToLowerInvariant(),
            YFormat = format,
            YScale = names[0] is "learning_rate" or "lr" ? AxisScale.Logarithmic : AxisScale.Linear,
            Series = [.. names.Select((n, i) => new LineSeries(names.Count == 1 ? "" : i == 0 ? "training" : "validation", keys, history.Column(n)))],
            Markers = markers,
        };
    }

    private static string Readable(string name)
    {
        var isValidation = name.StartsWith(ValidationPrefix, StringComparison.Ordinal);
        var words = (isValidation ? "validation " + name[ValidationPrefix.Length..] : name).Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
