using System.Text;

namespace Kiln.Evaluation;

public sealed partial class LineChart
{
    // So many dots of 5 pixels fill a chart; more are a megabyte that looks the same.
    private const int MostPoints = 2500;

    private static bool HasBand(LineSeries series, int i) =>
        series.Lower is not null && double.IsFinite(series.Lower[i]) && double.IsFinite(series.Upper![i]);

    private void DrawBand(SvgWriter svg, Frame frame, int index)
    {
        var series = Series[index];
        for (var from = 0; series.Lower is not null && from < series.Y.Count;)
        {
            var to = from;
            while (to < series.Y.Count && IsShown(series, to) && HasBand(series, to)
                && Axis.CanShow(series.Lower[to], YScale) && Axis.CanShow(series.Upper![to], YScale))
            {
                to++;
            }

            if (to - from > 1)
            {
                var path = new StringBuilder();
                for (var i = from; i < to; i++)
                {
                    Append(path, frame.X(series.X[i]), frame.Y(series.Upper![i]));
                }

                for (var i = to - 1; i >= from; i--)
                {
                    Append(path, frame.X(series.X[i]), frame.Y(series.Lower[i]));
                }

                svg.Start("path").With("class", "bar " + ChartStyle.Series(index)).With("fill-opacity", 0.16).With("d", path.Append('Z').ToString()).End();
            }

            from = Math.Max(to, from + 1);
        }

        static void Append(StringBuilder path, double x, double y) =>
            path.Append(path.Length == 0 ? 'M' : 'L').Append(SvgWriter.Number(x)).Append(' ').Append(SvgWriter.Number(y));
    }

    private void DrawPoints(SvgWriter svg, Frame frame, int index)
    {
        var series = Series[index];
        var shown = Enumerable.Range(0, series.Y.Count).Where(i => IsShown(series, i)).ToArray();

        // One dot for each small square, the squares as small as the number allows.
        for (var square = 2.0; shown.Length > MostPoints; square *= 1.5)
        {
            var taken = new HashSet<(int, int)>();
            shown = [.. shown.Where(i => taken.Add(((int)(frame.X(series.X[i]) / square), (int)(frame.Y(series.Y[i]) / square))))];
        }

        var opacity = shown.Length <= DotLimit ? 0.9 : shown.Length <= 500 ? 0.6 : 0.35;
        foreach (var i in shown)
        {
            svg.Start("circle").With("class", "dot " + ChartStyle.Series(index)).With("fill-opacity", opacity)
                .With("cx", frame.X(series.X[i])).With("cy", frame.Y(series.Y[i])).With("r", 2.5);
            if (shown.Length <= TipLimit)
            {
                svg.Title($"{XLabel}{(XLabel.Length > 0 ? " " : "")}{NumberText.Value(series.X[i])}: {Y(series.Y[i])}");
            }

            svg.End();
        }
    }
}
