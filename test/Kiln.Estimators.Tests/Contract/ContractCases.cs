namespace Kiln.Estimators.Tests;

/// <summary>Every estimator's case; <see cref="ContractTests.Every_estimator_has_a_case"/> fails for one that has none. One file for each family.</summary>
internal static partial class ContractCases
{
    private static readonly Lazy<Dictionary<string, ContractCase>> s_all = new(() =>
        new[] { Linear, Logistic, Stochastic, Probabilistic, Preprocessing, Texts, Composition, Selection }
            .SelectMany(family => family).ToDictionary(c => c.Estimator.Name, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, ContractCase> All => s_all.Value;

    public static TheoryData<string> Names => [.. EstimatorCatalog.All.Select(entry => entry.Name)];
}
