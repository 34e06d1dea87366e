using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

public class ChartSnapshotTests
{
    private static void Matches(Chart chart, string name)
    {
        var svg = chart.ToSvg();
        var root = XDocument.Parse(svg).Root!;
        root.Name.LocalName.ShouldBe("svg");
        root.Descendants().Count(static e => e.Name.LocalName == "desc").ShouldBe(1);
        svg.ShouldNotContain("NaN\"");
        Golden.Matches(svg, name);
    }

    [Fact]
    public void Learning_curves_with_the_best_epoch() => Matches(
        new LineChart
        {
            Title = "Loss",
            XLabel = "epoch",
            Series = [new LineSeries("train", Samples.TrainLoss), new LineSeries("validation", Samples.ValidationLoss)],
            Markers = [new LineMarker(1, 9, "best 0.129")],
        },
        "line-loss.svg");

    [Fact]
    public void A_percent_axis_stops_at_one_hundred() => Matches(
        new LineChart
        {
            Title = "Accuracy",
            XLabel = "epoch",
            YFormat = NumberFormat.Percent,
            Series = [new LineSeries("train", Samples.TrainAccuracy), new LineSeries("validation", Samples.ValidationAccuracy) { Dashed = true }],
            Markers = [new LineMarker(1, 9, "best 96.6% · epoch 9")],
        },
        "line-accuracy.svg");

    [Fact]
    public void A_logarithmic_axis_with_gaps_and_lonely_points() => Matches(
        new LineChart
        {
            Title = "Learning rate",
            YLabel = "learning rate",
            XLabel = "step",
            YScale = AxisScale.Logarithmic,
            Series =
            [
                new LineSeries("warm-up and decay", [.. Enumerable.Range(0, 3000).Select(static i => (double)i)],
                    [.. Enumerable.Range(0, 3000).Select(static i => i < 300 ? i / 300.0 * 1e-2 : 1e-2 * Math.Exp(-(i - 300) / 300.0))]),
                new LineSeries("with gaps", [0, 500, 1000, 1500, 2000, 2500, 2900], [1e-3, double.NaN, 2e-3, 0, 1e-4, 2e-4, double.PositiveInfinity]),
            ],
        },
        "line-log.svg");

    [Fact]
    public void An_empty_line_chart_says_so() => Matches(
        new LineChart { Title = "Nothing yet", Series = [new LineSeries("train", [double.NaN]), new LineSeries("validation", [])] }, "line-empty.svg");

    [Fact]
    public void A_confusion_matrix() => Matches(Heatmap.Of(Samples.Digits()), "heatmap-confusion.svg");

    [Fact]
    public void A_heat_map_with_long_labels_and_a_missing_value() => Matches(
        new Heatmap
        {
            Title = "Correlation",
            Values = new[,] { { 1, 0.25, double.NaN }, { 0.25, 1, -0.7 }, { 0, -0.7, 1 } },
            RowLabels = ["sepal length", "sepal width", "a rather long name of a feature that goes on"],
            ColumnLabels = ["sepal length", "sepal width", "a rather long name of a feature that goes on"],
        },
        "heatmap-values.svg");

    [Fact]
    public void Bars_for_several_series() => Matches(
        new BarChart
        {
            Title = "Recall & precision <per class>",
            Categories = ["cat", "dog", "hamster"],
            Series = [new BarSeries("precision", [0.91, 0.87, 1]), new BarSeries("recall", [0.95, double.NaN, 0.42])],
            Format = NumberFormat.Percent,
            Maximum = 1,
        },
        "bars.svg");

    [Fact]
    public void Bars_below_zero() => Matches(
        new BarChart { Title = "Coefficients", Categories = ["age", "income", "height"], Series = [new BarSeries("", [1.25, -3.5, 0])] }, "bars-negative.svg");

    [Fact]
    public void Pictures_with_captions() => Matches(
        new ImageGrid
        {
            Title = "Worst mistakes",
            Tiles = [.. Enumerable.Range(0, 8).Select(static i => new ImageTile(Samples.Digit(i), $"{i} → {(i + 3) % 10}", $"{99 - i}.{i}% sure") { IsMistake = i % 2 == 0 })],
        },
        "images.svg");
}
