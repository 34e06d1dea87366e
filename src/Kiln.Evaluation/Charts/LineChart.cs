namespace Kiln.Evaluation;

/// <summary>
/// Lines over a common horizontal axis: learning curves, schedules. Axes end at round numbers, points carry tooltips while they are few,
/// and long series are thinned to what the pixels can show, keeping every peak.
/// </summary>
public sealed partial class LineChart : Chart
{
    private const double LegendRow = 20;
    private const double BottomMargin = 24;
    private const double RightMargin = 14;

    /// <summary>The lines, in the order of the legend.</summary>
    public IReadOnlyList<LineSeries> Series { get; init; } = [];

    /// <summary>Points to point out.</summary>
    public IReadOnlyList<LineMarker> Markers { get; init; } = [];

    /// <summary>Name of the horizontal axis, such as <c>epoch</c>.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Name of the vertical axis, such as <c>loss</c>.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Scale of the horizontal axis. Default: linear.</summary>
    public AxisScale XScale { get; init; }

    /// <summary>Scale of the vertical axis. Default: linear.</summary>
    public AxisScale YScale { get; init; }

    /// <summary>How vertical values are written. Default: plain numbers.</summary>
    public NumberFormat YFormat { get; init; }

    /// <summary>Height in pixels, 120 to 8000; a long legend adds to it. Default: 300.</summary>
    public int Height { get; init; } = 300;

    private double HeaderHeight => TitleHeight + (LegendRow * LegendRows()) + (YLabel.Length == 0 ? 8 : 22);

    private double FooterHeight => BottomMargin + (XLabel.Length == 0 ? 0 : 18);

    private protected override double MeasureHeight()
    {
        CheckRange(nameof(Height), Height, 120, 8000);
        foreach (var series in Series)
        {
            if (series.X.Count != series.Y.Count)
            {
                throw new ArgumentException(
                    $"chart: the series '{series.Name}' has {series.X.Count} positions but {series.Y.Count} values; "
                    + "give one position per value.");
            }

            if ((series.Lower is { } lower && lower.Count != series.Y.Count) || (series.Upper?.Count ?? -1) != (series.Lower?.Count ?? -1))
            {
                throw new ArgumentException(
                    $"chart: the band of the series '{series.Name}' has {series.Lower?.Count ?? 0} lower and {series.Upper?.Count ?? 0} upper edges for "
                    + $"{series.Y.Count} values; give one of each per value.");
            }
        }

        return Math.Max(Height, HeaderHeight + FooterHeight + 60);
    }

    private protected override string Describe()
    {
        if (Series.Count == 0)
        {
            return "Line chart without data.";
        }

        var parts = new List<string>();
        foreach (var series in Series)
        {
            var shown = Enumerable.Range(0, series.Y.Count).Where(i => IsShown(series, i)).ToArray();
            if (shown.Length == 0)
            {
                parts.Add($"{series.Name}: no values");
                continue;
            }

            var lowest = shown.MinBy(i => series.Y[i]);
            var highest = shown.MaxBy(i => series.Y[i]);
            var omitted = series.Y.Count - shown.Length;
            parts.Add(
                $"{series.Name}: {NumberText.Count(series.Y.Count)} values, first {Y(series.Y[shown[0]])}, last {Y(series.Y[shown[^1]])}, "
                + $"lowest {Y(series.Y[lowest])} at {NumberText.Value(series.X[lowest])}, highest {Y(series.Y[highest])} at {NumberText.Value(series.X[highest])}"
                + (omitted > 0 ? $", {NumberText.Count(omitted)} cannot be shown" : ""));
        }

        return $"Line chart{(YLabel.Length > 0 ? " of " + YLabel : "")}{(XLabel.Length > 0 ? " over " + XLabel : "")}. {string.Join(". ", parts)}.";
    }

    private string Y(double value) => NumberText.Value(value, YFormat);

    private bool IsShown(LineSeries series, int i) => Axis.CanShow(series.X[i], XScale) && Axis.CanShow(series.Y[i], YScale);

    // A gray line without a name needs no explanation.
    private static bool IsListed(LineSeries series) => !series.Muted || series.Name.Length > 0;

    private double LegendWidth(LineSeries series) => 26 + TextWidth.Of(LegendText(series), ChartStyle.FontSize) + 18;

    private string LegendText(LineSeries series) => TextWidth.Fit(series.Name, ChartStyle.FontSize, Width - 44);

    // The legend of a single unnamed line says nothing.
    private bool HasLegend
    {
        get
        {
            var listed = Series.Count(IsListed);
            return listed > 1 || (listed == 1 && Series.First(IsListed).Name is { Length: > 0 } name && name != Title);
        }
    }

    private int LegendRows()
    {
        if (!HasLegend)
        {
            return 0;
        }

        var rows = 1;
        var x = 0.0;
        foreach (var series in Series.Where(IsListed))
        {
            var width = LegendWidth(series);
            if (x > 0 && x + width > Width)
            {
                rows++;
                x = 0;
            }

            x += width;
        }

        return rows;
    }
}
