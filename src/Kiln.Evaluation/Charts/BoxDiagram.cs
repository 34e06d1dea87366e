namespace Kiln.Evaluation;

/// <summary>A box of a <see cref="BoxDiagram"/>: two lines of text, the first bold on the left, and where its arrows come from.</summary>
/// <param name="Heading">What it is; bold.</param>
/// <param name="Name">Which one; on the right of the heading.</param>
/// <param name="Detail">Below the heading.</param>
/// <param name="Note">On the right of the detail.</param>
/// <param name="From">The boxes it takes something from, by their numbers; all smaller than its own.</param>
/// <param name="Color">The color of its edge, 0 to 7.</param>
public sealed record DiagramBox(string Heading, string Name, string Detail, string Note, IReadOnlyList<int> From, int Color = 0);

/// <summary>
/// Boxes joined by arrows, from top to bottom: each below all those it takes something from, in rows; arrows over several rows get a lane of their own. The rows are ordered by
/// the mean place of what they are joined with, the heuristic of Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981).
/// </summary>
public sealed class BoxDiagram : Chart
{
    private const double BoxHeight = 46;
    private const double RowHeight = 72;
    private const double Padding = 12;
    private const double LeastWidth = 170;
    private const double MostWidth = 420;

    private readonly DiagramLayout _layout;
    private readonly IReadOnlyList<DiagramBox> _boxes;
    private readonly double _boxWidth;

    private BoxDiagram(IReadOnlyList<DiagramBox> boxes, DiagramLayout layout, double boxWidth) => (_boxes, _layout, _boxWidth) = (boxes, layout, boxWidth);

    /// <summary>Lays the boxes out; the diagram is as wide as they need.</summary>
    /// <param name="boxes">The boxes, each after those it takes something from.</param>
    /// <param name="title">The headline; may be empty.</param>
    /// <param name="description">What is shown, in words; composed when empty.</param>
    /// <exception cref="ArgumentException">A box takes something from itself or a later one.</exception>
    public static BoxDiagram Of(IReadOnlyList<DiagramBox> boxes, string title = "", string description = "")
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(description);
        for (var i = 0; i < boxes.Count; i++)
        {
            foreach (var from in boxes[i].From)
            {
                if (from < 0 || from >= i)
                {
                    throw new ArgumentException(FormattableString.Invariant($"diagram: box {i} takes something from box {from}; expected one of those before, 0 to {i - 1}"), nameof(boxes));
                }
            }
        }

        var width = boxes.Count == 0 ? LeastWidth : Math.Clamp(boxes.Max(Needed), LeastWidth, MostWidth);
        var layout = new DiagramLayout([.. boxes.Select(b => b.From)], width);
        return new BoxDiagram(boxes, layout, width) { Title = title, Description = description, Width = (int)Math.Clamp(Math.Ceiling(layout.Width), 160, 8000) };
    }

    private protected override double MeasureHeight() => TitleHeight + Math.Max(0, (_layout.Rows - 1) * RowHeight) + BoxHeight + 2;

    private protected override string Describe() => FormattableString.Invariant($"{_boxes.Count} boxes joined by arrows, from top to bottom.");

    private protected override void Draw(SvgWriter svg)
    {
        for (var i = 0; i < _boxes.Count; i++)
        {
            foreach (var lane in _layout.Lanes(i))
            {
                Arrow(svg, lane);
            }
        }

        for (var i = 0; i < _boxes.Count; i++)
        {
            Box(svg, _boxes[i], _layout.Center(i) - (_boxWidth / 2), Top(_layout.Row(i)));
        }
    }

    private static double Needed(DiagramBox box)
    {
        var first = TextWidth.Of(box.Heading, ChartStyle.FontSize) * 1.08 + (box.Name.Length > 0 ? 16 + TextWidth.Of(box.Name, ChartStyle.FontSize) : 0);
        var second = TextWidth.Of(box.Detail, ChartStyle.FontSize) + (box.Note.Length > 0 ? 16 + TextWidth.Of(box.Note, ChartStyle.FontSize) : 0);
        return Math.Ceiling(Math.Max(first, second)) + (2 * Padding) + 6; // The edge, and a little more than the words.
    }

    private double Top(int row) => TitleHeight + (row * RowHeight);

    private void Box(SvgWriter svg, DiagramBox box, double x, double y)
    {
        svg.StartRectangle(x, y, _boxWidth, BoxHeight, "empty").With("rx", 5).Title(string.Join(' ', new[] { box.Heading, box.Name, box.Detail, box.Note }.Where(t => t.Length > 0))).End();
        svg.StartRectangle(x, y, 4, BoxHeight, "bar " + ChartStyle.Series(box.Color)).With("rx", 2).End();
        var (left, right) = (x + 4 + Padding, x + _boxWidth - Padding);
        var room = right - left - 16;
        var heading = TextWidth.Fit(box.Heading, ChartStyle.FontSize * 1.08, room);
        svg.Label(left, y + 19, heading, "strong", tip: box.Heading);
        svg.Label(right, y + 19, TextWidth.Fit(box.Name, ChartStyle.FontSize, room - (TextWidth.Of(heading, ChartStyle.FontSize) * 1.08)), "muted", "end", box.Name);
        var detail = TextWidth.Fit(box.Detail, ChartStyle.FontSize, room);
        svg.Label(left, y + 36, detail, tip: box.Detail);
        svg.Label(right, y + 36, TextWidth.Fit(box.Note, ChartStyle.FontSize, room - TextWidth.Of(detail, ChartStyle.FontSize)), "muted", "end", box.Note);
    }

    /// <summary>From the foot of one box, through lanes beside the boxes between, to the head of another.</summary>
    private void Arrow(SvgWriter svg, (int Row, double X)[] lane)
    {
        var path = new System.Text.StringBuilder();
        var (x, y) = (lane[0].X, Top(lane[0].Row) + BoxHeight);
        path.Append("M ").Append(Point(x, y));
        for (var k = 1; k < lane.Length; k++)
        {
            var last = k == lane.Length - 1;
            var (toX, toY) = (lane[k].X, Top(lane[k].Row) - (last ? 6 : 0));
            var middle = (y + toY) / 2;
            path.Append(x == toX ? $" L {Point(toX, toY)}" : $" C {Point(x, middle)} {Point(toX, middle)} {Point(toX, toY)}");
            if (!last)
            {
                path.Append(" L ").Append(Point(toX, toY + BoxHeight));
                toY += BoxHeight;
            }

            (x, y) = (toX, toY);
        }

        svg.Start("path").With("class", "line s7").With("d", path.ToString()).End();
        svg.Start("path").With("class", "dot s7").With("d", $"M {Point(x - 4, y - 1)} L {Point(x + 4, y - 1)} L {Point(x, y + 6)} Z").End();
    }

    private static string Point(double x, double y) => $"{SvgWriter.Number(x)} {SvgWriter.Number(y)}";
}
