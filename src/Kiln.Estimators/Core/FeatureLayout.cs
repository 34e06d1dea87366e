using System.Globalization;

namespace Kiln.Estimators;

/// <summary>How many features a model was fitted on, and their names.</summary>
public sealed class FeatureLayout
{
    /// <summary>Makes a layout.</summary>
    /// <param name="count">How many features.</param>
    /// <param name="names">Their names, or null.</param>
    public FeatureLayout(int count, IReadOnlyList<string>? names = null) => (Count, Names) = (count, names);

    /// <summary>How many features.</summary>
    public int Count { get; }

    /// <summary>Their names; null where they have none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The names, or x0, x1, … where there are none.</summary>
    public IReadOnlyList<string> NamesOrNumbers =>
        Names ?? [.. Enumerable.Range(0, Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))];

    /// <summary>The layout of some features.</summary>
    /// <param name="x">The features.</param>
    public static FeatureLayout Of(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new(x.Columns, x.Names);
    }

    /// <summary>The features in the order of this layout: columns of a table are found by name, others have to be as many and, with names, the same.</summary>
    /// <param name="owner">Who asks, for the error.</param>
    /// <param name="x">The features.</param>
    /// <exception cref="DatasetException">A column is missing or unknown, or their number differs.</exception>
    public Features Align(string owner, Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Names is not null && x.Names is not null && !ReferenceEquals(Names, x.Names) && !Names.SequenceEqual(x.Names, StringComparer.Ordinal))
        {
            var missing = Names.Except(x.Names, StringComparer.Ordinal).ToList();
            var unknown = x.Names.Except(Names, StringComparer.Ordinal).ToList();
            if (missing.Count > 0 || unknown.Count > 0)
            {
                throw new DatasetException($"{owner}: the columns are not those of the fit: "
                    + string.Join("; ", new[] { Listing("missing", missing), Listing("not known", unknown) }.Where(part => part.Length > 0)));
            }

            if (x.Kind == FeaturesKind.Table)
            {
                return x.Table!.Select(Names);
            }

            throw new DatasetException($"{owner}: the columns are those of the fit in another order; put them in the order {string.Join(", ", Names.Take(20))}{(Names.Count > 20 ? ", …" : string.Empty)}");
        }

        return x.Columns == Count
            ? x
            : throw new DatasetException($"{owner}: {Plural.Given(x.Columns, "feature")}; it was fitted on {Count}");
    }

    private static string Listing(string what, List<string> names) =>
        names.Count == 0 ? string.Empty : $"{what}: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? $" and {names.Count - 10} more" : string.Empty)}";
}
