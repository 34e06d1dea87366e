using System.Globalization;
using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

public class BoxDiagramTests
{
    [Fact]
    public void A_chain_stands_in_one_column()
    {
        var layout = new DiagramLayout([[], [0], [1], [2]], 100);
        layout.Rows.ShouldBe(4);
        layout.Width.ShouldBe(100);
        Enumerable.Range(0, 4).Select(layout.Center).ShouldAllBe(x => x == 50);
    }

    [Fact]
    public void A_shortcut_gets_a_lane_beside_the_boxes_it_passes()
    {
        var layout = new DiagramLayout([[], [0], [1], [2, 0]], 100);
        var lane = layout.Lanes(3).Last();
        lane.Length.ShouldBe(4);
        Math.Abs(lane[1].X - layout.Center(1)).ShouldBeGreaterThan(50);
        Math.Abs(lane[2].X - layout.Center(2)).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Boxes_of_a_row_do_not_overlap_and_an_input_stands_above_its_first_use()
    {
        // Three branches from one box, joined again; a second input joins late.
        var layout = new DiagramLayout([[], [0], [0], [0], [1, 2, 3], [], [4, 5]], 100);
        layout.Row(5).ShouldBe(layout.Row(6) - 1);
        foreach (var row in Enumerable.Range(0, 7).GroupBy(layout.Row))
        {
            double[] centers = [.. row.Select(layout.Center).Order()];
            for (var i = 1; i < centers.Length; i++)
            {
                (centers[i] - centers[i - 1]).ShouldBeGreaterThanOrEqualTo(100);
            }
        }
    }

    [Fact]
    public void The_drawing_is_well_formed_and_holds_every_text_within_its_frame()
    {
        DiagramBox[] boxes =
        [
            new("Input", "<image>", "(B, 28, 28, 1)", "", [], 2),
            new("Conv2D", "layers.0", "(B, 26, 26, 32)", "320 parameters", [0]),
            new("Add", "layers.1", "(B, 26, 26, 32)", "", [1, 0], 7),
        ];
        string svg = BoxDiagram.Of(boxes, "A network").ToSvg();
        XElement root = XDocument.Parse(svg).Root!;
        XNamespace ns = root.Name.Namespace;
        double[] view = [.. root.Attribute("viewBox")!.Value.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        root.Elements(ns + "rect").Count().ShouldBe(1 + 2 * 3);
        root.Elements(ns + "path").Count().ShouldBe(2 * 3);
        foreach (XElement text in root.Elements(ns + "text"))
        {
            ((double)text.Attribute("x")!).ShouldBeInRange(view[0], view[0] + view[2]);
            ((double)text.Attribute("y")!).ShouldBeInRange(view[1], view[1] + view[3]);
        }

        svg.ShouldContain("&lt;image&gt;");
        svg.ShouldContain("prefers-color-scheme:dark");
        BoxDiagram.Of(boxes, "A network").ToSvg().ShouldBe(svg);
    }

    [Fact]
    public void An_arrow_from_a_later_box_is_refused() =>
        Should.Throw<ArgumentException>(() => BoxDiagram.Of([new("A", "", "", "", [0])])).Message.ShouldContain("box 0 takes something from box 0");

    [Fact]
    public void No_boxes_are_an_empty_drawing() => XDocument.Parse(BoxDiagram.Of([]).ToSvg()).Root.ShouldNotBeNull();
}
