namespace Kiln.Evaluation;

/// <summary>One set of bars of a <see cref="BarChart"/>.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Values">One value per category; NaN draws no bar.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The standard deviation of each value, drawn as a whisker to both sides of the bar's end and written after ±; none when null.</summary>
    public IReadOnlyList<double>? Deviations { get; init; }

    internal double Deviation(int category) => Deviations is null || !double.IsFinite(Deviations[category]) ? 0 : Deviations[category];
}

/// <summary>Horizontal bars, one row per category and one bar per series in it, each with its value written beside it.</summary>
public sealed class BarChart : Chart
{
    private const double BarHeight = 16;
    private const double RowGap = 10;
    private const double LegendRow = 24;

    // Between a name and what comes next to it, and between a bar and its value.
    private const double NameGap = 12;
    private const double ValueGap = 6;
    private const double LeastBars = 20;

    /// <summary>Names of the rows.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>The bars, in the order of the legend.</summary>
    public required IReadOnlyList<BarSeries> Series { get; init; }

    /// <summary>How values are written. Default: plain numbers.</summary>
    public NumberFormat Format { get; init; }

    /// <summary>End of the axis; the largest value when NaN (the default).</summary>
    public double Maximum { get; init; } = double.NaN;

    private bool HasLegend => Series.Count > 1;

    private double Top => TitleHeight + (HasLegend ? LegendRow : 0);

    private double RowHeight => (Series.Count * (BarHeight + 2)) + RowGap;

    private protected override double MeasureHeight()
    {
        foreach (var series in Series)
        {
            if (series.Values.Count != Categories.Count)
            {
                throw new ArgumentException(
                    $"chart: the series '{series.Name}' has {series.Values.Count} values for "
                    + $"{Categories.Count} categories; give one each.");
            }

            if (series.Deviations is { } deviations && deviations.Count != Categories.Count)
            {
                throw new ArgumentException(
                    $"chart: the series '{series.Name}' has {deviations.Count} deviations for {Categories.Count} categories; give one each.");
            }
        }

        return Top + Math.Max(24, Categories.Count * RowHeight);
    }

    private protected override string Describe() => Categories.Count == 0 || Series.Count == 0
        ? "Bar chart without data."
        : "Bar chart. " + string.Join(". ", Series.Select(s =>
            (s.Name.Length > 0 ? s.Name + ": " : "")
            + string.Join(", ", Categories.Select((c, i) => $"{c} {NumberText.Value(s.Values[i], Format)}")))) + ".";

    private protected override void Draw(SvgWriter svg)
    {
        if (Categories.Count == 0 || Series.Count == 0)
        {
            svg.Label(Width / 2.0, Top + 14, "no data to show", "muted", "middle");
            return;
        }

        var shown = Series.SelectMany(static s => s.Values.SelectMany((v, c) => new[] { v - s.Deviation(c), v + s.Deviation(c) }))
            .Where(static v => Math.Abs(v) <= Axis.Largest).ToArray();
        var high = Math.Max(0, double.IsNaN(Maximum) ? shown.DefaultIfEmpty(0).Max() : Maximum);
        var low = Math.Min(0, shown.DefaultIfEmpty(0).Min());
        high = high == low ? low + 1 : high;
        var names = TextWidth.FitApart(Categories, ChartStyle.FontSize, Width * 0.45);
        var labels = Math.Ceiling(names.Max(static name => TextWidth.Of(name, ChartStyle.FontSize)));
        var (zero, scale) = Place(labels + NameGap, low, high);

        DrawLegend(svg);
        for (var c = 0; c < Categories.Count; c++)
        {
            var top = Top + (c * RowHeight) + (RowGap / 2);
            var middle = top + ((RowHeight - RowGap) / 2) + 3;
            svg.Label(labels + 2, middle, names[c], "", "end", Categories[c]);
            for (var s = 0; s < Series.Count; s++)
            {
                DrawBar(svg, c, s, zero, top + (s * (BarHeight + 2)), scale, high);
            }
        }

        svg.Line(zero, Top, zero, Top + (Categories.Count * RowHeight), "axis");
    }

    /// <summary>Where zero is, and the pixels of one unit: the longest bars with which every value has its room at the end of its bar.</summary>
    private (double Zero, double Scale) Place(double left, double low, double high)
    {
        var room = Width - left;
        var (none, all) = (0.0, Math.Max(LeastBars, room) / (high - low));

        // The room that is taken grows with the scale; half a hundred halvings find the largest that fits.
        for (var i = 0; i < 50; i++)
        {
            var scale = (none + all) / 2;
            var (before, after) = Taken(scale, low, high);
            (none, all) = before + after <= room ? (scale, all) : (none, scale);
        }

        none = Math.Max(none, LeastBars / (high - low));
        return (left + Taken(none, low, high).Before, none);
    }

    /// <summary>The pixels that bars, whiskers and values take on both sides of zero.</summary>
    private (double Before, double After) Taken(double scale, double low, double high)
    {
        var (before, after) = (-low * scale, high * scale);
        foreach (var series in Series)
        {
            for (var c = 0; c < Categories.Count; c++)
            {
                var text = TextWidth.Of(Text(series, c), ChartStyle.FontSize) + ValueGap;
                var value = Math.Abs(series.Values[c]) <= Axis.Largest ? Math.Min(series.Values[c], high) : 0;
                var end = Math.Min(Math.Abs(value) + series.Deviation(c), Axis.Largest) * scale;
                (before, after) = value * scale < 0 ? (Math.Max(before, end + text), after) : (before, Math.Max(after, end + text));
            }
        }

        return (before, after);
    }

    private void DrawLegend(SvgWriter svg)
    {
        var x = 0.0;
        for (var s = 0; HasLegend && s < Series.Count; s++)
        {
            svg.StartRectangle(x, TitleHeight + 2, 12, 12, "bar " + ChartStyle.Series(s)).With("rx", 2).End();
            svg.Label(x + 18, TitleHeight + 12, Series[s].Name);
            x += 18 + TextWidth.Of(Series[s].Name, ChartStyle.FontSize) + 18;
        }
    }

    private void DrawBar(SvgWriter svg, int category, int series, double zero, double top, double scale, double high)
    {
        var value = Series[series].Values[category];
        var deviation = Series[series].Deviation(category);
        var text = Text(Series[series], category);
        var length = Math.Abs(value) <= Axis.Largest ? Math.Min(value, high) * scale : 0;
        if (length != 0)
        {
            svg.StartRectangle(Math.Min(zero, zero + length), top, Math.Abs(length), BarHeight, "bar " + ChartStyle.Series(series)).With("rx", 2)
                .Title($"{Categories[category]}{(Series[series].Name.Length > 0 ? ", " + Series[series].Name : "")}: {text}").End();
        }

        if (deviation > 0)
        {
            var middle = top + (BarHeight / 2);
            var (from, to) = (zero + length - (deviation * scale), zero + length + (deviation * scale));
            var style = "line " + ChartStyle.Reference;
            svg.Line(from, middle, to, middle, style);
            svg.Line(from, middle - 4, from, middle + 4, style);
            svg.Line(to, middle - 4, to, middle + 4, style);
        }

        var end = length + ((length < 0 ? -deviation : deviation) * scale);
        svg.Label(zero + end + (length < 0 ? -ValueGap : ValueGap), top + 12, text, "muted", length < 0 ? "end" : "start");
    }

    private string Text(BarSeries series, int category) => NumberText.Brief(series.Values[category], Format)
        + (series.Deviations is null ? "" : " ± " + NumberText.Brief(series.Deviation(category), Format));
}
