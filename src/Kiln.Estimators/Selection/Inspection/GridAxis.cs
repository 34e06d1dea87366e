namespace Kiln.Estimators;

/// <summary>The values of one feature that a partial dependence is computed at.</summary>
internal static class GridAxis
{
    /// <summary>All different values of a category or of few numbers; otherwise equal steps between two quantiles.</summary>
    public static object[] Of(string owner, Features x, int feature, int resolution, double low, double high, bool categorical)
    {
        if (x.Kind == FeaturesKind.Table && x.Table!.Columns[feature] is TextColumn texts)
        {
            return [.. texts.Values.ToArray().Where(text => text is not null).Distinct(StringComparer.Ordinal).Order(CodePointComparer.Instance).Cast<object>()];
        }

        var values = new double[x.Rows];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = x.Kind == FeaturesKind.Table ? ((NumberColumn)x.Table!.Columns[feature]).Values[i] : x.Values[(i * x.Columns) + feature];
        }

        Array.Sort(values);
        var different = values.Distinct().ToArray();
        if (categorical || different.Length < resolution)
        {
            return [.. different.Cast<object>()];
        }

        var (start, end) = (Quantile(values, low), Quantile(values, high));
        if (Math.Abs(start - end) <= 1e-8 + (1e-5 * Math.Abs(end)))
        {
            throw new ArgumentException($"{owner}: the quantiles {low} and {high} of {x.NameOf(feature)} are too close to each other for a grid; choose others, or call it categorical");
        }

        var step = (end - start) / (resolution - 1);
        return [.. Enumerable.Range(0, resolution).Select(i => (object)(i == resolution - 1 ? end : start + (i * step)))];
    }

    /// <summary>The quantile with both plotting positions 0.4 (C. Cunnane, "Unbiased plotting positions", Journal of Hydrology 37, 1978), as scipy's <c>mquantiles</c>.</summary>
    private static double Quantile(double[] ascending, double p)
    {
        var n = ascending.Length;
        if (n == 1)
        {
            return ascending[0];
        }

        var place = (n * p) + 0.4 + (p * 0.2);
        var below = (int)Math.Floor(Math.Clamp(place, 1, n - 1));
        var part = Math.Clamp(place - below, 0, 1);
        return ((1 - part) * ascending[below - 1]) + (part * ascending[below]);
    }
}
