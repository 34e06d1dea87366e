using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Ranges of hyper-parameters, checked when a fit begins; the errors name the estimator and the parameter as scikit-learn does.</summary>
internal static class Require
{
    /// <summary>The most values a hyper-parameter may ask to be made, of penalties, bins, knots: more are a mistake, and memory may not hold them.</summary>
    public const int MostValues = 1_000_000;

    public static void NotNegative(string owner, string parameter, double value) =>
        That(value >= 0 && double.IsFinite(value), owner, parameter, value, double.IsInfinity(value) ? "0 or more, and finite" : "0 or more");

    public static void Positive(string owner, string parameter, double value) =>
        That(value > 0 && double.IsFinite(value), owner, parameter, value, double.IsInfinity(value) ? "a finite number above 0" : "a number above 0");

    public static void Share(string owner, string parameter, double value) =>
        That(value is >= 0 and <= 1, owner, parameter, value, "between 0 and 1");

    public static void AtLeast(string owner, string parameter, int value, int least) =>
        That(value >= least, owner, parameter, value, string.Create(CultureInfo.InvariantCulture, $"{least} or more"));

    public static void Between(string owner, string parameter, int value, int least, int most) =>
        That(value >= least && value <= most, owner, parameter, value, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    /// <summary>Throws unless two hyper-parameters, each of them in its range, go together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void Together(bool holds, string owner, string parameter, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(Message(owner, parameter, value, expected), parameter);
        }
    }

    /// <summary>Throws unless a hyper-parameter is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void That(bool holds, string owner, string parameter, object? value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, Message(owner, parameter, value, expected));
        }
    }

    /// <summary>What an error says, without the name and value of a method's argument that .NET appends; the message names the hyper-parameter itself.</summary>
    public static string Said(Exception error)
    {
        var at = error is ArgumentException { ParamName.Length: > 0 } ? error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) : -1;
        return at < 0 ? error.Message : error.Message[..at];
    }

    private static string Message(string owner, string parameter, object? value, string expected) =>
        string.Create(CultureInfo.InvariantCulture, $"{owner}: {parameter} is {value ?? "none"}; expected {expected}");
}
