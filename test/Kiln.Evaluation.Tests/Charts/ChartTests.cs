using System.Globalization;
using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

public class ChartTests
{
    [Fact]
    public void A_long_line_keeps_its_peaks_and_loses_the_rest()
    {
        double[] y = [.. Enumerable.Range(0, 100_000).Select(static i => i == 54_321 ? 1000 : i == 77_777 ? -1000 : Math.Sin(i / 5000.0))];
        var series = new LineSeries("long", y);
        var kept = LineThinning.Keep(series, static _ => true, static x => x / 100_000 * 500, 500);
        kept.Count.ShouldBeLessThan(2010);
        kept.ShouldContain(static p => p.Index == 54_321);
        kept.ShouldContain(static p => p.Index == 77_777);
        kept[0].ShouldBe((0, true));
        kept[^1].Index.ShouldBe(99_999);
        kept.Count(static p => p.Starts).ShouldBe(1);
        new LineChart { Series = [series] }.ToSvg().Length.ShouldBeLessThan(60_000);
    }

    [Fact]
    public void Gaps_survive_the_thinning_and_an_unordered_line_keeps_all_points()
    {
        var gaps = new LineSeries("g", [.. Enumerable.Range(0, 10_000).Select(static i => i % 1000 == 999 ? double.NaN : i)]);
        LineThinning.Keep(gaps, i => double.IsFinite(gaps.Y[i]), static x => x / 100, 100).Count(static p => p.Starts).ShouldBe(10);

        var back = new LineSeries("b", [.. Enumerable.Range(0, 1000).Select(static i => -(double)i)], [.. Enumerable.Range(0, 1000).Select(static i => (double)i)]);
        LineThinning.Keep(back, static _ => true, static x => -x / 10, 100).Count.ShouldBe(1000);
    }

    [Fact]
    public void Charts_do_not_depend_on_the_culture()
    {
        var chart = new LineChart { Title = "t", Series = [new LineSeries("a", [0.5, 1.25])] };
        var expected = chart.ToSvg() + Heatmap.Of(Samples.Digits()).ToSvg();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            (chart.ToSvg() + Heatmap.Of(Samples.Digits()).ToSvg()).ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Any_numbers_give_a_well_formed_chart()
    {
        double[] awkward = [double.NaN, double.PositiveInfinity, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 1e300, -1e300, 1e-300, 1];
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            double[] Draw(int n) => [.. Enumerable.Range(0, n).Select(_ => awkward[random.Next(awkward.Length)])];
            var scale = (AxisScale)random.Next(2);
            Chart[] charts =
            [
                new LineChart { Series = [new LineSeries("a", Draw(5), Draw(5)), new LineSeries("b", Draw(3))], XScale = scale, YScale = scale, YFormat = (NumberFormat)random.Next(2) },
                new BarChart { Categories = ["x", "y", "z"], Series = [new BarSeries("s", Draw(3))] },
                new Heatmap { Values = new[,] { { Draw(1)[0], Draw(1)[0] } }, RowLabels = ["r"], ColumnLabels = ["c", "d"] },
            ];
            foreach (var chart in charts)
            {
                foreach (var attribute in XDocument.Parse(chart.ToSvg()).Descendants().SelectMany(static e => e.Attributes()))
                {
                    if (attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "width" or "height" or "d" or "x1" or "y1" or "x2" or "y2")
                    {
                        attribute.Value.ShouldNotContain("N");
                        attribute.Value.Length.ShouldBeLessThan(200);
                    }
                }
            }
        }
    }

    [Fact]
    public void Empty_charts_say_so()
    {
        new LineChart().ToSvg().ShouldContain("no data to show");
        new BarChart { Categories = [], Series = [] }.ToSvg().ShouldContain("no data to show");
        new ImageGrid { Tiles = [] }.ToSvg().ShouldContain("no pictures to show");
        new Heatmap { Values = new double[0, 0], RowLabels = [], ColumnLabels = [] }.ToSvg().ShouldContain("no data to show");
    }

    [Fact]
    public void Wrong_properties_are_named()
    {
        Should.Throw<ArgumentException>(static () => new LineChart { Width = 10 }.ToSvg()).Message.ShouldContain("Width is 10");
        Should.Throw<ArgumentException>(static () => new LineChart { Series = [new LineSeries("a", [1], [1, 2])] }.ToSvg()).Message.ShouldContain("'a' has 1 positions but 2 values");
        Should.Throw<ArgumentException>(static () => new LineChart { Markers = [new LineMarker(0, 1, "x")] }.ToSvg()).Message.ShouldContain("marker");
        Should.Throw<ArgumentException>(static () => new BarChart { Categories = ["a"], Series = [new BarSeries("s", [])] }.ToSvg()).Message.ShouldContain("'s' has 0 values");
        Should.Throw<ArgumentException>(static () => new Heatmap { Values = new double[2, 2], RowLabels = ["a"], ColumnLabels = ["a", "b"] }.ToSvg()).Message.ShouldContain("1 row labels");
        Should.Throw<ArgumentException>(static () => new ImageGrid { Tiles = [], TileSize = 5 }.ToSvg()).Message.ShouldContain("TileSize");
    }

    [Fact]
    public void A_hundred_classes_still_fit()
    {
        var matrix = new ConfusionMatrix(100);
        matrix.Add([.. Enumerable.Range(0, 100)], [.. Enumerable.Range(0, 100).Select(static i => (i * 7) % 100)]);
        var svg = XDocument.Parse(Heatmap.Of(matrix, width: 700).ToSvg());
        svg.Descendants().Where(static e => e.Name.LocalName == "rect").Max(static e => (double)e.Attribute("x")! + (double)e.Attribute("width")!).ShouldBeLessThanOrEqualTo(716);
    }
}
