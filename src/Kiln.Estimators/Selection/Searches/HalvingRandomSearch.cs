namespace Kiln.Estimators;

/// <summary>
/// Tries random combinations of values, in rounds that keep the best and give them more (scikit-learn: <c>HalvingRandomSearchCV</c>, with the same candidates for
/// the same seed).
/// </summary>
public sealed record HalvingRandomSearch : HalvingSearch
{
    internal static readonly ParameterSet<HalvingRandomSearch> Table = Halving(new ParameterSet<HalvingRandomSearch>("halving-random-search", "tries random values in rounds"))
        .Text("param_distributions", e => e.Distributions.ToString(), (e, v) => e with { Distributions = SearchSpace.Parse(v) }, "lists of values and distributions by parameter, as JSON")
        .OptionalInteger("n_candidates", e => e.Candidates, (e, v) => e with { Candidates = v }, "candidates of the first round; exhaust for as many as use up the resources", none: "exhaust");

    /// <summary>A search without an estimator yet.</summary>
    public HalvingRandomSearch()
    {
    }

    /// <summary>A search.</summary>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="distributions">What the values are drawn from.</param>
    public HalvingRandomSearch(Predictor estimator, SearchSpace distributions) => (Estimator, Distributions) = (estimator, distributions);

    /// <summary>What the values are drawn from.</summary>
    public SearchSpace Distributions { get; init; } = [];

    /// <summary>The candidates of the first round, at least 1; null, the default, for as many as leave the last round all there is ("exhaust").</summary>
    public int? Candidates { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    private protected override void CheckSettings()
    {
        Require.That(Candidates is null or >= 1, Name, "n_candidates", Candidates, "1 or more, or exhaust");
        Require.Together(Candidates is not null || MinResources is not null || Start == HalvingStart.Smallest, Name, "n_candidates", "exhaust", "a number where min_resources is exhaust: only one of them can follow from the other");
        base.CheckSettings();
        Distributions.CheckIntegers(Name, Estimator!);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(HalvingRandomSearch? other) => SameSearch(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    private protected override long Tried => Distributions.IsGrid ? Math.Min(Candidates ?? 0, Distributions.Size) : Candidates ?? 0;

    /// <inheritdoc/>
    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> Known => Candidates is { } candidates ? Distributions.Sample(candidates, Seed) : [];

    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> First(int minResources, int maxResources) =>
        Distributions.Sample(Candidates ?? (maxResources / minResources), Seed);
}
