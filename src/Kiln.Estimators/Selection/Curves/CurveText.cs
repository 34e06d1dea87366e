using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Curves as text: a line for each point.</summary>
internal static class CurveText
{
    public static string Of(string[] points, double[][] train, double[][] test)
    {
        var width = points.Length == 0 ? 0 : points.Max(point => point.Length);
        return string.Concat(points.Select((point, i) =>
            string.Create(CultureInfo.InvariantCulture, $"\n  {point.PadLeft(width)}  {Spread.Mean(train[i]):F4}  {Spread.Mean(test[i]):F4} ± {Spread.Of(test[i]):F4}")));
    }
}
