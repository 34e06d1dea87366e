namespace Kiln.Evaluation;

public static partial class ModelCharts
{
    // Paths with a color of their own; the rest stand back in gray.
    private const int NamedPaths = 8;

    /// <summary>The coefficients of a linear model as bars, the largest by magnitude first.</summary>
    /// <param name="coefficients">The coefficients; of standardized features, or their sizes cannot be compared.</param>
    /// <param name="most">At most so many. Default: 20.</param>
    /// <param name="title">Headline.</param>
    /// <exception cref="ArgumentException">There is not one value per name.</exception>
    public static BarChart Coefficients(FeatureWeights coefficients, int most = 20, string title = "Coefficients") =>
        Bars(coefficients, most, title, static v => Math.Abs(v));

    /// <summary>Feature importances as bars, the largest first, with their standard deviations where there are any.</summary>
    /// <param name="importances">The importances.</param>
    /// <param name="most">At most so many. Default: 20.</param>
    /// <param name="title">Headline.</param>
    /// <exception cref="ArgumentException">There is not one value per name.</exception>
    public static BarChart Importance(FeatureWeights importances, int most = 20, string title = "Feature importance") =>
        Bars(importances, most, title, static v => v);

    /// <summary>
    /// The way of each coefficient as the penalty changes; the eight that get largest in color and named, the others in gray.
    /// </summary>
    /// <param name="paths">The coefficients.</param>
    /// <param name="title">Headline.</param>
    /// <exception cref="ArgumentException">The table does not fit the strengths and names.</exception>
    public static LineChart Paths(CoefficientPaths paths, string title = "Regularization path")
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (steps, features) = (paths.Coefficients.GetLength(0), paths.Coefficients.GetLength(1));
        if (steps != paths.Strengths.Count || features != paths.Names.Count)
        {
            throw new ArgumentException(
                $"chart: coefficients of ({steps}, {features}) were given for {paths.Strengths.Count} strengths and {paths.Names.Count} features.");
        }

        double[] Of(int feature) => [.. Enumerable.Range(0, steps).Select(step => paths.Coefficients[step, feature])];
        int[] order = [.. Enumerable.Range(0, features).OrderByDescending(f => Of(f).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max())];
        var (low, high) = Range(paths.Coefficients.Cast<double>());
        var series = order.Take(NamedPaths).Select(f => new LineSeries(paths.Names[f], paths.Strengths, Of(f)) { Style = SeriesStyle.Line })
            .Concat(order.Skip(NamedPaths).Select(f => new LineSeries("", paths.Strengths, Of(f)) { Muted = true })).ToList();
        if (double.IsFinite(paths.Chosen))
        {
            var name = $"chosen {paths.Axis} {NumberText.Value(paths.Chosen)}";
            double[] ends = [Math.Min(0, low), Math.Max(0, high)];
            series.Add(new LineSeries(name, [paths.Chosen, paths.Chosen], ends) { Muted = true, Dashed = true });
        }

        return new LineChart
        {
            Title = title,
            Width = Width,
            Height = Tall,
            XLabel = paths.Axis + (features > NamedPaths ? $" · {features - NamedPaths} more features in gray" : ""),
            YLabel = "coefficient",
            XScale = AxisScale.Logarithmic,
            Series = series,
        };
    }

    private static BarChart Bars(FeatureWeights weights, int most, string title, Func<double, double> size)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (weights.Names.Count != weights.Values.Count || (weights.Deviations is { } given && given.Count != weights.Values.Count))
        {
            throw new ArgumentException($"chart: {weights.Values.Count} values were given for {weights.Names.Count} features; give one each.");
        }

        int[] order = [.. Enumerable.Range(0, weights.Values.Count).OrderByDescending(i => size(weights.Values[i])).Take(most)];
        var left = weights.Values.Count - order.Length;
        return new BarChart
        {
            Title = left > 0 ? $"{title}: the {order.Length} largest of {weights.Values.Count}" : title,
            Width = Width,
            Categories = [.. order.Select(i => weights.Names[i])],
            Series =
            [
                new BarSeries("", [.. order.Select(i => weights.Values[i])])
                {
                    Deviations = weights.Deviations is { } deviations ? [.. order.Select(i => deviations[i])] : null,
                },
            ],
        };
    }
}
