namespace Kiln.Estimators;

/// <summary>What features are divided by.</summary>
internal static class ColumnScales
{
    /// <summary>1 in place of a scale within ten roundings of 0: the feature is constant, and dividing by it would blow up noise, as in scikit-learn.</summary>
    public static double WithoutZero(double scale) => scale < 10 * Float64.Epsilon ? 1 : scale;
}
