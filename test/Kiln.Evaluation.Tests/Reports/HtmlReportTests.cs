using System.Security.Cryptography;
using System.Text;
using Kiln.Tensors;

namespace Kiln.Evaluation.Tests;

public class HtmlReportTests
{
    private const string Hostile = "</style><script>alert('x')</script> & \"quoted\" \0\u0001\uD800 {0} <img src=x onerror=y>";

    [Fact]
    public void Nothing_a_caller_gives_becomes_markup()
    {
        var chart = new LineChart { Title = Hostile, XLabel = Hostile, YLabel = Hostile, Series = [new LineSeries(Hostile, [1, 2])], Markers = [new LineMarker(0, 1, Hostile)] };
        var matrix = new ConfusionMatrix(2, [Hostile, Hostile]);
        matrix.Add(0, 1);
        var html = new HtmlReport(Hostile) { Kicker = Hostile, Subtitle = Hostile }
            .Headlines(new Headline(Hostile, Hostile, Hostile)).ListOfContents()
            .Section(Hostile).Heading(Hostile).Paragraph(Hostile).Warning(Hostile).Preformatted(Hostile).Command(Hostile, Hostile)
            .KeyValues([new(Hostile, Hostile)])
            .Section(Hostile).Table(new ReportTable([Hostile], [[Hostile]]) { Caption = Hostile }).Table(ReportTable.PerClass(matrix)).Table(ReportTable.MostConfused(matrix))
            .Charts(chart, Heatmap.Of(matrix), new BarChart { Categories = [Hostile], Series = [new BarSeries(Hostile, [1]), new BarSeries(Hostile, [2])] })
            .Charts(new ImageGrid { Tiles = [new ImageTile(Samples.Digit(0), Hostile, Hostile)] })
            .Images([new ImageTile(Samples.Digit(1), Hostile, Hostile) { IsMistake = true }])
            .SideBySide(static r => r.Paragraph(Hostile), static r => r.Details(Hostile, static d => d.Paragraph(Hostile)))
            .ToHtml();

        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img src=x");
        var page = Page.Parse(html);
        page.Text("h1").ShouldBe(Hostile.Replace('\0', '\uFFFD').Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD'));
        page.Count("img").ShouldBe(1);
    }

    [Fact]
    public void The_policy_admits_the_style_sheet_by_its_hash_and_nothing_else()
    {
        var page = Page.Parse(new HtmlReport("t").ToHtml());
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Text("style"))));
        page.Attribute("meta", "content", 1).ShouldBe(
            $"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src 'sha256-{hash}'");
        page.Text("style").ShouldNotContain("url(");
        page.Text("style").ShouldNotContain("@import");
    }

    [Fact]
    public void Contents_link_to_the_sections()
    {
        var page = Page.Parse(new HtmlReport("t").ListOfContents().Section("One").Section("Two & three").ToHtml());
        page.Attribute("a", "href", 1).ShouldBe("#s2");
        page.Text("nav").Trim().ShouldBe("One\nTwo & three");
    }

    [Fact]
    public void A_report_can_be_rendered_while_it_is_being_composed()
    {
        var report = new HtmlReport("t").Section("One").Paragraph("a");
        Page.Parse(report.ToHtml()).Count("p").ShouldBe(1);
        Page.Parse(report.Section("Two").Paragraph("b").ToHtml()).Count("section").ShouldBe(2);
    }

    [Fact]
    public void Bad_tables_and_pictures_are_refused()
    {
        Should.Throw<ArgumentException>(static () => new HtmlReport("t").Table(new ReportTable(["a", "b"], [["1"]]))).Message.ShouldContain("1 cells for 2 headers");
        Should.Throw<ArgumentException>(static () => new HtmlReport("t").Images([new ImageTile([1, 2, 3], "raw")])).Message.ShouldContain("'raw' is not a PNG file");
    }

    [Fact]
    public void An_unwritable_place_is_explained()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<FileWriteException>(() => new HtmlReport("t").Write(folder.File("no/such/report.html"))).Message.ShouldContain("does not exist");
    }
}
