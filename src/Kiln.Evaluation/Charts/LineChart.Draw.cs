using System.Text;

namespace Kiln.Evaluation;

public sealed partial class LineChart
{
    // Beyond this many points in the chart, dots and tooltips would be a smear and a megabyte.
    private const int DotLimit = 60;
    private const int TipLimit = 400;

    private protected override void Draw(SvgWriter svg)
    {
        DrawLegend(svg);
        var total = MeasureHeight();
        var top = HeaderHeight;
        var bottom = total - FooterHeight;
        var (xAxis, yAxis) = Axes(bottom - top);
        var left = Math.Ceiling(yAxis.Ticks.Max(t => TextWidth.Of(yAxis.Label(t), ChartStyle.FontSize))) + 10;
        var frame = new Frame(left, top, Math.Max(left + 20, Width - RightMargin), bottom, xAxis, yAxis);

        DrawAxes(svg, frame, total);
        var points = Series.Where(static s => s.Style != SeriesStyle.Line && !s.Muted).Sum(static s => s.Y.Count);
        for (var s = 0; s < Series.Count; s++)
        {
            DrawBand(svg, frame, s);
        }

        for (var s = 0; s < Series.Count; s++)
        {
            DrawSeries(svg, frame, s, points);
        }

        foreach (var marker in Markers)
        {
            DrawMarker(svg, frame, marker);
        }

        if (!Series.Any(s => Enumerable.Range(0, s.Y.Count).Any(i => IsShown(s, i))))
        {
            svg.Label((frame.Left + frame.Right) / 2, (frame.Top + frame.Bottom) / 2, "no data to show", "muted", "middle");
        }
    }

    private sealed record Frame(double Left, double Top, double Right, double Bottom, Axis XAxis, Axis YAxis)
    {
        public double X(double value) => Left + (XAxis.Position(value) * (Right - Left));

        public double Y(double value) => Bottom - (YAxis.Position(value) * (Bottom - Top));
    }

    private (Axis X, Axis Y) Axes(double height)
    {
        double lowX = double.NaN, highX = double.NaN, lowY = double.NaN, highY = double.NaN;
        var whole = true;
        foreach (var series in Series)
        {
            for (var i = 0; i < series.Y.Count; i++)
            {
                if (IsShown(series, i))
                {
                    whole &= series.X[i] == Math.Floor(series.X[i]);
                    (lowX, highX) = (Lower(lowX, series.X[i]), Higher(highX, series.X[i]));
                    (lowY, highY) = (Lower(lowY, series.Y[i]), Higher(highY, series.Y[i]));
                    if (HasBand(series, i))
                    {
                        (lowY, highY) = (Lower(lowY, series.Lower![i]), Higher(highY, series.Upper![i]));
                    }
                }
            }
        }

        return (
            Axis.Over(lowX, highX, Math.Max(2, Width / 80), XScale, whole: whole, grow: false),
            Axis.Over(lowY, highY, Math.Max(2, (int)(height / 44)), YScale, YFormat));

        static double Lower(double a, double b) => a <= b ? a : b;
        static double Higher(double a, double b) => a >= b ? a : b;
    }

    private void DrawLegend(SvgWriter svg)
    {
        if (!HasLegend)
        {
            return;
        }

        var x = 0.0;
        var y = TitleHeight + 8;
        for (var s = 0; s < Series.Count; s++)
        {
            if (!IsListed(Series[s]))
            {
                continue;
            }

            var width = LegendWidth(Series[s]);
            if (x > 0 && x + width > Width)
            {
                (x, y) = (0, y + LegendRow);
            }

            if (Series[s].Style == SeriesStyle.Points)
            {
                svg.Start("circle").With("class", "dot " + ChartStyle.Series(s)).With("cx", x + 9).With("cy", y).With("r", 3).End();
            }
            else
            {
                svg.Line(x, y, x + 18, y, LineClass(s));
            }

            svg.Label(x + 24, y + 4, LegendText(Series[s]), tip: Series[s].Name);
            x += width;
        }
    }

    private void DrawAxes(SvgWriter svg, Frame frame, double total)
    {
        svg.Label(0, frame.Top - 10, TextWidth.Fit(YLabel, ChartStyle.FontSize, Width), "muted");
        foreach (var tick in frame.YAxis.Ticks)
        {
            var y = frame.Y(tick);
            svg.Line(frame.Left, y, frame.Right, y, "grid");
            svg.Label(frame.Left - 8, y + 4, frame.YAxis.Label(tick), "muted", "end");
        }

        svg.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, "axis");
        var free = double.NegativeInfinity;
        foreach (var tick in frame.XAxis.Ticks)
        {
            // A label that would touch the one before is left out; its tick stays.
            var x = frame.X(tick);
            var label = frame.XAxis.Label(tick);
            var half = TextWidth.Of(label, ChartStyle.FontSize) / 2;
            svg.Line(x, frame.Bottom, x, frame.Bottom + 4, "axis");
            if (x - half > free)
            {
                svg.Label(x, frame.Bottom + 18, label, "muted", "middle");
                free = x + half + 6;
            }
        }

        svg.Label((frame.Left + frame.Right) / 2, total - 6, XLabel, "muted", "middle");
    }

    private void DrawSeries(SvgWriter svg, Frame frame, int index, int pointsInChart)
    {
        var series = Series[index];
        if (series.Style == SeriesStyle.Points)
        {
            DrawPoints(svg, frame, index);
            return;
        }

        var path = new StringBuilder();
        var lonely = new List<int>();
        var kept = LineThinning.Keep(series, i => IsShown(series, i), frame.X, (int)(frame.Right - frame.Left));
        for (var k = 0; k < kept.Count; k++)
        {
            var (i, starts) = kept[k];
            path.Append(starts ? "M" : "L").Append(SvgWriter.Number(frame.X(series.X[i]))).Append(' ')
                .Append(SvgWriter.Number(frame.Y(series.Y[i])));
            if (starts && (k + 1 == kept.Count || kept[k + 1].Starts))
            {
                lonely.Add(i);
            }
        }

        if (path.Length > 0)
        {
            svg.Start("path").With("class", LineClass(index));
            _ = series.Muted ? svg.With("fill", "none") : svg;
            svg.With("d", path.ToString()).End();
        }

        if (series.Muted)
        {
            return;
        }

        var dots = series.Style == SeriesStyle.Automatic && pointsInChart <= DotLimit;
        foreach (var i in dots ? kept.Select(static p => p.Index) : lonely)
        {
            svg.Start("circle").With("class", "dot " + ChartStyle.Series(index)).With("cx", frame.X(series.X[i])).With("cy", frame.Y(series.Y[i]))
                .With("r", 2.5).End();
        }

        var lead = $"{series.Name}{(series.Name.Length > 0 ? ", " : "")}{XLabel}{(XLabel.Length > 0 ? " " : "")}";
        foreach (var (i, _) in pointsInChart <= TipLimit && series.Style == SeriesStyle.Automatic ? kept : [])
        {
            svg.Start("circle").With("class", "hit").With("cx", frame.X(series.X[i])).With("cy", frame.Y(series.Y[i])).With("r", 7)
                .Title($"{lead}{NumberText.Value(series.X[i])}: {Y(series.Y[i])}").End();
        }
    }

    private void DrawMarker(SvgWriter svg, Frame frame, LineMarker marker)
    {
        if ((uint)marker.Series >= (uint)Series.Count)
        {
            throw new ArgumentException($"chart: a marker names the series {marker.Series}, but there are {Series.Count}.");
        }

        var series = Series[marker.Series];
        for (var i = 0; i < series.Y.Count; i++)
        {
            if (series.X[i] == marker.X && IsShown(series, i))
            {
                var (x, y) = (frame.X(series.X[i]), frame.Y(series.Y[i]));
                svg.Line(x, y + 5, x, frame.Bottom, "guide");
                svg.Start("circle").With("class", "ring " + ChartStyle.Series(marker.Series)).With("cx", x).With("cy", y).With("r", 5)
                    .Title($"{marker.Label}: {Y(series.Y[i])}").End();

                // The note stands on the emptier side: below a point in the upper half, above one in the lower.
                var width = TextWidth.Of(marker.Label, ChartStyle.FontSize);
                var end = x + 10 + width > frame.Right;
                var below = y < (frame.Top + frame.Bottom) / 2;
                svg.Label(end ? x - 8 : x + 8, below ? y + 20 : y - 12, marker.Label, "strong", end ? "end" : "start");
                return;
            }
        }
    }

    private string LineClass(int index) => Series[index].Muted
        ? Series[index].Dashed ? $"line {ChartStyle.Reference} dashed" : "axis"
        : $"line {ChartStyle.Series(index)}{(Series[index].Dashed ? " dashed" : ChartStyle.Dashes(index))}";
}
