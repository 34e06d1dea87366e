using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Ranges of hyper-parameters, checked when a fit begins; the errors name the estimator and the parameter as scikit-learn does.</summary>
internal static class Require
{
    public static void NotNegative(string owner, string parameter, double value) =>
        That(value >= 0 && double.IsFinite(value), owner, parameter, value, "0 or more");

    public static void Positive(string owner, string parameter, double value) =>
        That(value > 0 && double.IsFinite(value), owner, parameter, value, "a number above 0");

    public static void Share(string owner, string parameter, double value) =>
        That(value is >= 0 and <= 1, owner, parameter, value, "between 0 and 1");

    public static void AtLeast(string owner, string parameter, int value, int least) =>
        That(value >= least, owner, parameter, value, string.Create(CultureInfo.InvariantCulture, $"{least} or more"));

    /// <summary>Throws unless a condition holds.</summary>
    public static void That(bool holds, string owner, string parameter, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value,
                string.Create(CultureInfo.InvariantCulture, $"{owner}: {parameter} is {value ?? "null"}; expected {expected}"));
        }
    }
}
