namespace Kiln.Estimators;

/// <summary>Tries every combination of lists of values, in rounds that keep the best and give them more (scikit-learn: <c>HalvingGridSearchCV</c>).</summary>
public sealed record HalvingGridSearch : HalvingSearch
{
    internal static readonly ParameterSet<HalvingGridSearch> Table = Halving(new ParameterSet<HalvingGridSearch>("halving-grid-search", "tries every combination of values in rounds"))
        .Text("param_grid", e => e.Grid.ToString(), (e, v) => e with { Grid = SearchSpace.Parse(v) }, "lists of values by parameter, as JSON");

    /// <summary>A search without an estimator yet.</summary>
    public HalvingGridSearch() => Start = HalvingStart.Exhaust;

    /// <summary>A search.</summary>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="grid">The values to try.</param>
    public HalvingGridSearch(Predictor estimator, SearchSpace grid)
        : this() => (Estimator, Grid) = (estimator, grid);

    /// <summary>The values to try, lists only.</summary>
    public SearchSpace Grid { get; init; } = [];

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(HalvingGridSearch? other) => SameSearch(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    private protected override long Tried => Grid.Size;

    /// <inheritdoc/>
    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> Known => Grid.AsList;

    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> First(int minResources, int maxResources) => Grid.AsList;
}
