using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Counts in messages: "1 iteration", "2 iterations".</summary>
internal static class Plural
{
    /// <summary>A count and what is counted.</summary>
    public static string Of(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? string.Empty : "s")}");

    /// <summary>What was given: "1 feature was given", "2 features were given".</summary>
    public static string Given(long count, string one) => $"{Of(count, one)} {(count == 1 ? "was" : "were")} given";
}
