using System.Collections.Concurrent;

namespace Kiln.Estimators.Tests;

/// <summary>Collects the deviations of a run for the table in docs/accuracy.md.</summary>
internal static class CoverageLog
{
    private static readonly ConcurrentBag<(string Estimator, string Data, string Key, double Deviation, double Tolerance)> s_seen = [];

    public static IReadOnlyCollection<(string Estimator, string Data, string Key, double Deviation, double Tolerance)> Seen => s_seen;

    public static void Add(CoverageCase given, string key, double deviation, double tolerance) => s_seen.Add((given.Name, given.Data, key, deviation, tolerance));

    public static void AddUnstable(CoverageCase given, string key) => s_seen.Add((given.Name, given.Data, key, double.NaN, double.NaN));
}
