using System.Globalization;

using Kiln.Estimators;

namespace Kiln.Cli;

/// <summary>Scores as people read them; one that does not exist is said to, and why.</summary>
internal static class ScoreText
{
    private const string NotDefined = "not defined";

    /// <summary>A score; NaN is one that does not exist.</summary>
    public static string Of(double value, string format = "G5") => double.IsNaN(value) ? NotDefined : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A score of a table. R² and D² compare errors with the variance or deviance of the target, and one row has none.</summary>
    public static string Of(string name, double value, FitData data) => Of(value) + Reason(double.IsNaN(value) && IsOfVariance(name) && data.X.Rows < 2, "(it needs two rows)");

    /// <summary>All scores of a table, in one line.</summary>
    public static string OfAll(IReadOnlyList<(string Name, double Value)> scores, FitData data) => string.Join("  ", scores.Select(score => $"{score.Name} {Of(score.Name, score.Value, data)}"));

    /// <summary>Mean, deviation and scores of the folds; as one has no score, the mean has none.</summary>
    public static string Of(CrossValidationResult folds, string name) => double.IsNaN(folds.Mean)
        ? $"{name} {NotDefined}{Reason(IsOfVariance(name), "(it needs two rows in each fold; take fewer folds)")}  ({All(folds)})"
        : string.Create(CultureInfo.InvariantCulture, $"{name} {folds.Mean:G5} ± {folds.StandardDeviation:G3}  ({All(folds)})");

    private static string All(CrossValidationResult folds) => string.Join(", ", folds.Scores.Select(score => Of(score, "G4")));

    /// <summary>Whether a score compares with the variance (or the deviance) of the target.</summary>
    public static bool IsOfVariance(string name) => name is "r2" or "d2";

    private static string Reason(bool isKnown, string reason) => isKnown ? $" {reason}" : string.Empty;
}
