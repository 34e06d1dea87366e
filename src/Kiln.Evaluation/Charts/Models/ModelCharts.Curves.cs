namespace Kiln.Evaluation;

/// <summary>Pictures of how good a fitted model is and of what it learned.</summary>
public static partial class ModelCharts
{
    private const int Width = 480;
    private const int Tall = 360;

    /// <summary>ROC curves, each with its area, and the diagonal of chance.</summary>
    /// <param name="curves">The curves by name: of a model, or one for each class.</param>
    /// <param name="title">Headline.</param>
    public static LineChart Roc(IEnumerable<KeyValuePair<string, RocCurve>> curves, string title = "ROC curve")
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = "false positive rate",
            YLabel = "true positive rate",
            Series =
            [
                .. curves.Select(static c => new LineSeries(
                    Named(c.Key, $"area {NumberText.Value(c.Value.Area)}"), c.Value.FalsePositiveRates, c.Value.TruePositiveRates) { Style = SeriesStyle.Line }),
                new LineSeries("chance", [0, 1], [0, 1]) { Muted = true, Dashed = true },
            ],
        };
    }

    /// <summary>The ROC curve of one model.</summary>
    /// <param name="curve">The curve.</param>
    public static LineChart Roc(RocCurve curve) => Roc([new("", curve)]);

    /// <summary>Precision over recall in steps, each curve with its average precision.</summary>
    /// <param name="curves">The curves by name: of a model, or one for each class.</param>
    /// <param name="title">Headline.</param>
    public static LineChart PrecisionRecall(IEnumerable<KeyValuePair<string, PrecisionRecallCurve>> curves, string title = "Precision and recall")
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = "recall",
            YLabel = "precision",
            Series =
            [
                .. curves.Select(static c => Stairs(Named(c.Key, $"average precision {NumberText.Value(c.Value.AveragePrecision)}"), c.Value)),

                // Precision is shown from 0 on: a part of the axis would make small differences look large.
                new LineSeries("", [0, 1], [0, 0]) { Muted = true },
            ],
        };
    }

    /// <summary>Precision over recall of one model.</summary>
    /// <param name="curve">The curve.</param>
    public static LineChart PrecisionRecall(PrecisionRecallCurve curve) => PrecisionRecall([new("", curve)]);

    /// <summary>How often what was given a probability came true; on the diagonal probabilities mean what they say.</summary>
    /// <param name="curves">The curves by name.</param>
    /// <param name="title">Headline.</param>
    public static LineChart Calibration(IEnumerable<KeyValuePair<string, CalibrationCurve>> curves, string title = "Calibration")
    {
        ArgumentNullException.ThrowIfNull(curves);
        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = "predicted probability",
            YLabel = "observed share",
            Series =
            [
                .. curves.Select(static c => new LineSeries(c.Key.Length == 0 ? "model" : c.Key, c.Value.Predicted, c.Value.Observed)),
                new LineSeries("perfect", [0, 1], [0, 1]) { Muted = true, Dashed = true },
            ],
        };
    }

    /// <summary>The calibration of one model.</summary>
    /// <param name="curve">The curve.</param>
    public static LineChart Calibration(CalibrationCurve curve) => Calibration([new("", curve)]);

    private static string Named(string name, string measure) => name.Length == 0 ? measure : $"{name} · {measure}";

    /// <summary>Between two thresholds precision holds: from a point go sideways, then up or down.</summary>
    private static LineSeries Stairs(string name, PrecisionRecallCurve curve)
    {
        var (x, y) = (new List<double>(), new List<double>());
        for (var i = curve.Recalls.Count - 1; i >= 0; i--)
        {
            if (x.Count > 0)
            {
                x.Add(x[^1]);
                y.Add(curve.Precisions[i]);
            }

            x.Add(curve.Recalls[i]);
            y.Add(curve.Precisions[i]);
        }

        return new LineSeries(name, x, y) { Style = SeriesStyle.Line };
    }
}
