using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

/// <summary>Names that are too long for their place stay different, and no value stands on a name.</summary>
public class NamesInChartsTests
{
    private const string Long = "the part of a very long name that many columns of one table begin with ";

    [Fact]
    public void Bars_with_different_names_carry_different_labels()
    {
        string[] names = [Long + "NEAR BAY", Long + "NEAR OCEAN", Long + "INLAND", "income"];
        var labels = Texts(Chart(names, [3, -2, 1, 0.5])).Where(static text => text.Anchor == "end" && !text.Words.StartsWith('−')).Select(static text => text.Words).ToArray();
        labels.Length.ShouldBe(4);
        labels.ShouldBeUnique();
        labels[0].ShouldEndWith("NEAR BAY");
        labels[3].ShouldBe("income");
    }

    [Theory]
    [InlineData("ocean_proximity_NEAR BAY", "ocean_proximity_NEAR OCEAN")]
    [InlineData("a long name that differs here: A and goes on in the very same way to its end", "a long name that differs here: B and goes on in the very same way to its end")]
    [InlineData("one and the same begin 1, one and the same end", "one and the same begin 2, one and the same end")]
    public void Shortened_texts_fit_and_stay_apart(string one, string other)
    {
        for (var width = 80; width < 400; width += 20)
        {
            var fitted = TextWidth.FitApart([one, other, one], 12, width);
            fitted[0].ShouldNotBe(fitted[1]);
            fitted[2].ShouldBe(fitted[0]);
            fitted.ShouldAllBe(text => TextWidth.Of(text, 12) <= width);
        }

        TextWidth.FitApart([one, other], 12, 2000).ShouldBe([one, other]);
    }

    [Fact]
    public void No_half_of_a_character_is_left()
    {
        var start = string.Concat(Enumerable.Repeat("\U0001F600", 20));
        foreach (var text in TextWidth.FitApart([start + "\U0001F601" + start, start + "\U0001F602" + start], 12, 100))
        {
            Enumerable.Range(0, text.Length).ShouldAllBe(i => char.IsHighSurrogate(text[i]) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) : !char.IsLowSurrogate(text[i]) || char.IsHighSurrogate(text[i - 1]));
        }
    }

    [Theory]
    [InlineData(-58677.15, 114290.35)]
    [InlineData(-3.5, 1.25)]
    [InlineData(-1, -0.5)]
    [InlineData(1e-9, 5)]
    public void Values_have_their_room_beside_names_and_bars(double first, double second)
    {
        var chart = Chart(["a name of some length", "another"], [first, second]);
        var texts = Texts(chart);
        var names = texts.Where(static text => text.Words.StartsWith('a')).Max(static text => text.X);
        foreach (var (words, x, anchor) in texts.Where(static text => !text.Words.StartsWith('a')))
        {
            var width = TextWidth.Of(words, ChartStyle.FontSize);
            var (start, end) = anchor == "end" ? (x - width, x) : (x, x + width);
            start.ShouldBeGreaterThan(names + 8);
            end.ShouldBeLessThanOrEqualTo(480.5);
        }
    }

    [Fact]
    public void Two_dozen_lines_are_told_apart_by_color_and_dashes()
    {
        string[] looks = [.. Enumerable.Range(0, 24).Select(static i => ChartStyle.Series(i) + ChartStyle.Dashes(i))];
        looks.ShouldBeUnique();
        var svg = new LineChart { Series = [.. Enumerable.Range(0, 12).Select(static i => new LineSeries($"line {i}", [i, i + 1]) { Style = SeriesStyle.Line })] }.ToSvg();
        svg.ShouldContain("class=\"line s7\"");
        svg.ShouldContain("class=\"line s8 dash-dot\"");
        svg.ShouldContain(".kiln-chart .line.s11");
    }

    [Fact]
    public void Thirty_long_names_are_read_beside_cells_that_hold_their_counts()
    {
        var matrix = new ConfusionMatrix([.. Enumerable.Range(0, 30)], [.. Enumerable.Range(0, 30).Select(static i => $"a class with quite a long name {i}")]);
        matrix.Add([.. Enumerable.Range(0, 3000).Select(static i => i % 30)], [.. Enumerable.Range(0, 3000).Select(static i => i % 30)]);
        var html = new EstimatorReport { Title = "t", Confusion = matrix }.ToHtmlReport().ToHtml();
        Page.Parse(html);
        html.ShouldContain("<div class=\"wide\">");
        html.ShouldContain("pointer-events=\"none\" class=\"on\">100</text>");
        html.ShouldContain("a class with quite a long name 29</text>");
    }

    [Fact]
    public void A_matrix_of_hundreds_of_classes_is_not_drawn_and_says_so()
    {
        var matrix = new ConfusionMatrix(300);
        matrix.Add([.. Enumerable.Range(0, 300)], [.. Enumerable.Range(0, 300).Select(static i => i / 2)]);
        var html = new EstimatorReport { Title = "t", Confusion = matrix }.ToHtmlReport().ToHtml();
        html.ShouldContain("A matrix of 300 classes is too large to be drawn");
        html.Length.ShouldBeLessThan(50_000);
    }

    private static BarChart Chart(string[] names, double[] values) => new() { Width = 480, Categories = names, Series = [new BarSeries("", values)] };

    private static (string Words, double X, string Anchor)[] Texts(BarChart chart) =>
        [.. XDocument.Parse(chart.ToSvg()).Descendants().Where(static e => e.Name.LocalName == "text").Select(static e => (
            string.Concat(e.Nodes().OfType<XText>().Select(static node => node.Value)).Trim(), (double)e.Attribute("x")!, (string?)e.Attribute("text-anchor") ?? "start"))];
}
