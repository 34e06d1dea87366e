using System.Collections.Frozen;

namespace Kiln.Estimators;

/// <summary>
/// All estimators by name: what <c>kiln fit</c>, saved models and searches over estimators go by. A new estimator is one file and one line in the
/// family's part of this class.
/// </summary>
public static partial class EstimatorCatalog
{
    private static readonly Lazy<EstimatorEntry[]> s_all = new(() =>
        [.. Linear, .. Logistic, .. Stochastic, .. Probabilistic, .. Preprocessing, .. Texts, .. Composition, .. Selection]);

    private static readonly Lazy<FrozenDictionary<string, EstimatorEntry>> s_byName = new(() =>
        s_all.Value.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal));

    /// <summary>Every estimator, family by family.</summary>
    public static IReadOnlyList<EstimatorEntry> All => s_all.Value;

    /// <summary>An estimator by its name.</summary>
    /// <param name="name">The name in kebab case: "logistic-regression".</param>
    /// <exception cref="ArgumentException">There is none; the message lists the near ones.</exception>
    public static EstimatorEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_byName.Value.TryGetValue(name.Replace('_', '-'), out var entry)
            ? entry
            : throw new ArgumentException($"there is no estimator '{name}'; {NearNames.Hint(name, [.. s_byName.Value.Keys.Order(StringComparer.Ordinal)], "there are")}", nameof(name));
    }
}
