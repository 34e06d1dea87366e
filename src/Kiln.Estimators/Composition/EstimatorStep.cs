namespace Kiln.Estimators;

/// <summary>A named part of a pipeline, a union or a column transformer.</summary>
/// <param name="Name">The name: parameters of the part are called <c>name__parameter</c>.</param>
/// <param name="Estimator">The part.</param>
/// <param name="Columns">The columns it takes; null except in a <see cref="ColumnTransformer"/>.</param>
public sealed record EstimatorStep(string Name, Estimator Estimator, ColumnChoice? Columns = null)
{
    /// <summary>The estimator, and what it is called where that is not its own name.</summary>
    public override string ToString()
    {
        var part = Estimator.ToString();
        var named = Name == Estimator.Name ? part : $"{Name}: {part}";
        return Columns is null ? named : $"{named} of {Columns}";
    }

    /// <summary>Steps that are called as their estimators; where two would be called the same, -1, -2, … follow, as in scikit-learn's <c>make_pipeline</c>.</summary>
    internal static EstimatorStep[] Named(IEnumerable<Estimator> estimators) => Named(estimators.Select(estimator => (estimator, (ColumnChoice?)null)));

    /// <inheritdoc cref="Named(IEnumerable{Estimator})"/>
    internal static EstimatorStep[] Named(IEnumerable<(Estimator Estimator, ColumnChoice? Columns)> parts)
    {
        var list = parts.ToList();
        var (totals, seen) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (estimator, _) in list)
        {
            ArgumentNullException.ThrowIfNull(estimator);
            totals[estimator.Name] = totals.GetValueOrDefault(estimator.Name) + 1;
        }

        return [.. list.Select(part =>
        {
            var name = part.Estimator.Name;
            var number = seen[name] = seen.GetValueOrDefault(name) + 1;
            return new EstimatorStep(totals[name] == 1 ? name : $"{name}-{number}", part.Estimator, part.Columns);
        })];
    }
}
