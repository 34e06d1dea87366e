namespace Kiln.Evaluation;

public sealed partial class Heatmap
{
    private const double LargestCell = 52;
    private const double TextCell = 20;
    private const double LegendHeight = 34;

    private protected override double MeasureHeight()
    {
        Check();
        var layout = Layout.For(this);
        return layout.Top + (layout.Cell * RowLabels.Count) + LegendHeight;
    }

    private protected override void Draw(SvgWriter svg)
    {
        var layout = Layout.For(this);
        var (rows, columns) = (RowLabels.Count, ColumnLabels.Count);
        if (rows == 0 || columns == 0)
        {
            svg.Label(Width / 2.0, layout.Top + 12, "no data to show", "muted", "middle");
            return;
        }

        DrawLabels(svg, layout);
        var (good, bad) = (Range(diagonal: true), Range(diagonal: false));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                DrawCell(svg, layout, row, column, IsGood(row, column) ? good : bad);
            }
        }

        DrawScale(svg, layout, good, bad);
    }

    /// <summary>Where the cells begin and how large they are.</summary>
    private sealed record Layout(double Left, double Top, double Cell, bool Slanted, double LabelRoom)
    {
        public double Gap => Cell > 12 ? 1.5 : Cell > 5 ? 0.5 : 0;

        public static Layout For(Heatmap map)
        {
            var labelRoom = Math.Min(map.Width / 4.0, Longest(map.RowLabels));
            var left = Math.Ceiling(labelRoom) + 8 + (map.RowTitle.Length > 0 ? 20 : 0);
            var cell = Math.Min(LargestCell, (map.Width - left) / Math.Max(1, map.ColumnLabels.Count));
            var longest = Longest(map.ColumnLabels);
            var slanted = longest > cell - 4 && cell > 8 && map.ColumnLabels.Any(static l => l.Length > 3);
            var columnRoom = slanted ? Math.Min(map.Width / 4.0, longest) * 0.72 : 12;

            // The last slanted name leans out over its column.
            cell = slanted ? Math.Min(cell, (map.Width - left - columnRoom - 10) / (map.ColumnLabels.Count - 0.5)) : cell;
            var top = map.TitleHeight + (map.ColumnTitle.Length > 0 ? 18 : 0) + columnRoom + 8;
            return new Layout(left, top, cell, slanted, labelRoom);
        }

        private static double Longest(IReadOnlyList<string> labels) =>
            labels.Count == 0 ? 0 : labels.Max(static l => TextWidth.Of(l, ChartStyle.FontSize));
    }

    private bool IsGood(int row, int column) => !Diagonal || row == column;

    private void DrawLabels(SvgWriter svg, Layout layout)
    {
        var width = layout.Cell * ColumnLabels.Count;
        var height = layout.Cell * RowLabels.Count;
        svg.Label(layout.Left + (width / 2), TitleHeight + 10, ColumnTitle, "muted", "middle");
        if (RowTitle.Length > 0)
        {
            svg.Start("text").With("class", "muted").With("text-anchor", "middle")
                .With("transform", $"translate(12 {SvgWriter.Number(layout.Top + (height / 2))}) rotate(-90)").Content(RowTitle).End();
        }

        // Rows lower than a line of text take turns.
        var every = (int)Math.Ceiling(14 / layout.Cell);
        var names = TextWidth.FitApart(RowLabels, ChartStyle.FontSize, layout.LabelRoom);
        for (var row = 0; row < RowLabels.Count; row += every)
        {
            svg.Label(layout.Left - 6, layout.Top + ((row + 0.5) * layout.Cell) + 4, names[row], "", "end", RowLabels[row]);
        }

        var widest = ColumnLabels.Max(static l => TextWidth.Of(l, ChartStyle.FontSize));
        every = (int)Math.Ceiling((layout.Slanted ? 14 : Math.Min(widest, 60) + 4) / layout.Cell);
        names = TextWidth.FitApart(ColumnLabels, ChartStyle.FontSize, Width / 4.0);
        for (var column = 0; column < ColumnLabels.Count; column += every)
        {
            var x = layout.Left + ((column + 0.5) * layout.Cell);
            if (layout.Slanted)
            {
                svg.Start("text").With("transform", $"translate({SvgWriter.Number(x + 2)} {SvgWriter.Number(layout.Top - 6)}) rotate(-45)")
                    .Content(names[column]).End();
            }
            else
            {
                svg.Label(x, layout.Top - 6, ColumnLabels[column], "", "middle");
            }
        }
    }

    private void DrawCell(SvgWriter svg, Layout layout, int row, int column, (double Low, double High) range)
    {
        var value = Values[row, column];
        var x = layout.Left + (column * layout.Cell);
        var y = layout.Top + (row * layout.Cell);
        var size = layout.Cell - layout.Gap;
        var strength = Strength(value, range);
        var text = Texts is null ? NumberText.Value(value) : Texts[row, column];
        var tip = Tips is null ? $"{RowLabels[row]}, {ColumnLabels[column]}: {text}" : Tips[row, column];

        // A cell is a faint ground with the color laid over it, more or less opaque: that suits both themes.
        svg.StartRectangle(x, y, size, size, "empty").With("rx", Math.Min(3, size / 8)).Title(tip).End();
        if (strength > 0)
        {
            svg.StartRectangle(x, y, size, size, IsGood(row, column) ? "good" : "bad").With("rx", Math.Min(3, size / 8))
                .With("fill-opacity", strength).Title(tip).End();
        }

        var fits = layout.Cell >= TextCell && TextWidth.Of(text, ChartStyle.FontSize) <= layout.Cell;
        if (fits && text.Length > 0)
        {
            svg.Start("text").With("x", x + (size / 2)).With("y", y + (size / 2) + 4).With("text-anchor", "middle").With("pointer-events", "none");
            if (strength > 0.65)
            {
                svg.With("class", "on");
            }

            svg.Content(text).End();
        }
    }

    private void DrawScale(SvgWriter svg, Layout layout, (double Low, double High) good, (double Low, double High) bad)
    {
        var y = layout.Top + (layout.Cell * RowLabels.Count) + 16;
        var x = layout.Left;
        x = DrawRamp(svg, x, y, "good", good, Diagonal ? "correct" : "") + 24;
        if (Diagonal && bad.High > 0)
        {
            DrawRamp(svg, x, y, "bad", bad, "mistaken");
        }
    }

    private double DrawRamp(SvgWriter svg, double x, double y, string style, (double Low, double High) range, string name)
    {
        if (double.IsNaN(range.Low))
        {
            return x;
        }

        // Shares of a row read as percentages; other values as they are.
        var format = Diagonal ? NumberFormat.Percent : NumberFormat.Number;
        var low = Diagonal ? NumberText.Tick(range.Low, 0.1, format) : NumberText.Value(range.Low, format);
        var high = Diagonal ? NumberText.Tick(range.High, range.High < 0.1 ? 0.001 : 0.01, format) : NumberText.Value(range.High, format);
        if (name.Length > 0)
        {
            svg.Label(x, y + 9, name, "muted");
            x += TextWidth.Of(name, ChartStyle.FontSize) + 8;
        }

        svg.Label(x, y + 9, low, "muted");
        x += TextWidth.Of(low, ChartStyle.FontSize) + 5;
        const int steps = 8;
        for (var i = 0; i < steps; i++)
        {
            svg.StartRectangle(x + (i * 9), y, 9, 10, style).With("fill-opacity", Ramp((double)i / (steps - 1))).End();
        }

        x += (steps * 9) + 5;
        svg.Label(x, y + 9, high, "muted");
        return x + TextWidth.Of(high, ChartStyle.FontSize);
    }

    /// <summary>Smallest and largest value among the cells on (or beside) the diagonal; shares start at zero.</summary>
    private (double Low, double High) Range(bool diagonal)
    {
        var (low, high) = (double.NaN, double.NaN);
        for (var row = 0; row < RowLabels.Count; row++)
        {
            for (var column = 0; column < ColumnLabels.Count; column++)
            {
                var value = Values[row, column];
                if (double.IsFinite(value) && (!Diagonal || (row == column) == diagonal))
                {
                    low = low <= value ? low : value;
                    high = high >= value ? high : value;
                }
            }
        }

        // Correct shares reach to 100 %. Mistakes are scaled to the worst of them, but one in twenty always looks mild.
        return !Diagonal ? (low, high) : diagonal ? (0, Math.Max(high, 1)) : (0, high > 0 ? Math.Max(high, 0.05) : 0);
    }

    private double Strength(double value, (double Low, double High) range)
    {
        if (!double.IsFinite(value) || double.IsNaN(range.Low) || (Diagonal && value <= 0))
        {
            return 0;
        }

        var width = range.High - range.Low;
        return Ramp(width > 0 && double.IsFinite(width) ? (value - range.Low) / width : 0.5);
    }

    // The square root separates small values, where the eye needs it; the floor keeps a single mistake visible.
    private static double Ramp(double share) => 0.08 + (0.92 * Math.Sqrt(Math.Clamp(share, 0, 1)));
}
