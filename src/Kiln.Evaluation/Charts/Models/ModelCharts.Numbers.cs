namespace Kiln.Evaluation;

public static partial class ModelCharts
{
    /// <summary>Predicted over true numbers, with the diagonal on which all is right.</summary>
    /// <param name="truth">True numbers.</param>
    /// <param name="predicted">Predicted numbers, as many.</param>
    /// <param name="unit">Name or unit of the target; may be empty.</param>
    /// <param name="title">Headline.</param>
    /// <param name="samples">How many samples there are, where only some of them are given and shown; 0 where these are all.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LineChart PredictedAgainstTrue(
        IReadOnlyList<double> truth, IReadOnlyList<double> predicted, string unit = "", string title = "Predicted against true", int samples = 0)
    {
        Check(truth, predicted);
        var (low, high) = Range(truth.Concat(predicted));
        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = "true" + In(unit),
            YLabel = "predicted" + In(unit),
            Series =
            [
                new LineSeries(Shown(truth.Count, samples), truth, predicted) { Style = SeriesStyle.Points },
                new LineSeries("perfect", [low, high], [low, high]) { Muted = true, Dashed = true },
            ],
        };
    }

    /// <summary>Errors (true − predicted) over predicted numbers: a pattern in them is something left to learn.</summary>
    /// <param name="truth">True numbers.</param>
    /// <param name="predicted">Predicted numbers, as many.</param>
    /// <param name="unit">Name or unit of the target; may be empty.</param>
    /// <param name="title">Headline.</param>
    /// <param name="samples">How many samples there are, where only some of them are given and shown; 0 where these are all.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static LineChart Residuals(IReadOnlyList<double> truth, IReadOnlyList<double> predicted, string unit = "", string title = "Residuals", int samples = 0)
    {
        Check(truth, predicted);
        var (low, high) = Range(predicted);
        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = "predicted" + In(unit),
            YLabel = "true − predicted",
            Series =
            [
                new LineSeries(Shown(truth.Count, samples), predicted, [.. truth.Select((t, i) => t - predicted[i])]) { Style = SeriesStyle.Points },
                new LineSeries("no error", [low, high], [0, 0]) { Muted = true, Dashed = true },
            ],
        };
    }

    /// <summary>Scores over the number of training samples, training and validation, with bands of one standard deviation over the folds.</summary>
    /// <param name="curve">The scores.</param>
    /// <param name="title">Headline.</param>
    public static LineChart LearningCurve(ScoreCurve curve, string title = "Learning curve") => Scores(curve, title, mark: false);

    /// <summary>Scores over a hyper-parameter, training and validation, with bands, the best validation score marked.</summary>
    /// <param name="curve">The scores.</param>
    /// <param name="title">Headline.</param>
    public static LineChart ValidationCurve(ScoreCurve curve, string title = "Validation curve") => Scores(curve, title, mark: true);

    private static LineChart Scores(ScoreCurve curve, string title, bool mark)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var finite = Enumerable.Range(0, curve.Validation.Count).Where(i => double.IsFinite(curve.Validation[i])).ToArray();
        var best = finite.Length == 0 || !mark ? -1 : finite.MaxBy(i => curve.Validation[i]);
        var name = best < 0
            ? "validation"
            : $"validation · best {NumberText.Value(curve.Validation[best])} at {curve.Axis} {NumberText.Value(curve.Positions[best])}";
        return new LineChart
        {
            Title = title,
            Width = Width,
            XLabel = curve.Axis,
            YLabel = curve.Score,
            XScale = curve.Logarithmic ? AxisScale.Logarithmic : AxisScale.Linear,
            Series =
            [
                Band(new LineSeries("training", curve.Positions, curve.Training), curve.TrainingDeviations),
                Band(new LineSeries(name, curve.Positions, curve.Validation), curve.ValidationDeviations),
            ],
            Markers = best >= 0 ? [new LineMarker(1, curve.Positions[best], "best")] : [],
        };
    }

    private static LineSeries Band(LineSeries line, IReadOnlyList<double>? deviations) => deviations is null
        ? line
        : line with { Lower = [.. line.Y.Select((y, i) => y - deviations[i])], Upper = [.. line.Y.Select((y, i) => y + deviations[i])] };

    private static string Shown(int count, int samples) => samples > count ? $"{NumberText.Count(count)} of {NumberText.Count(samples)} samples" : "samples";

    private static string In(string unit) => unit.Length == 0 ? "" : $" ({unit})";

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
    }

    private static void Check(IReadOnlyList<double> truth, IReadOnlyList<double> predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"chart: {truth.Count} true values and {predicted.Count} predictions were given; one prediction per sample is expected.");
        }
    }
}
