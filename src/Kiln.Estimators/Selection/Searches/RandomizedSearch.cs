namespace Kiln.Estimators;

/// <summary>Tries random combinations of values from lists and distributions (scikit-learn: <c>RandomizedSearchCV</c>, with the same candidates for the same seed).</summary>
public sealed record RandomizedSearch : ParameterSearch
{
    internal static readonly ParameterSet<RandomizedSearch> Table = Common(new ParameterSet<RandomizedSearch>("randomized-search", "tries random values by cross-validation"))
        .Text("param_distributions", e => e.Distributions.ToString(), (e, v) => e with { Distributions = SearchSpace.Parse(v) }, "lists of values and distributions by parameter, as JSON")
        .Integer("n_iter", e => e.Candidates, (e, v) => e with { Candidates = v }, "how many candidates are drawn")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v });

    /// <summary>A search without an estimator yet.</summary>
    public RandomizedSearch()
    {
    }

    /// <summary>A search.</summary>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="distributions">What the values are drawn from.</param>
    public RandomizedSearch(Predictor estimator, SearchSpace distributions) => (Estimator, Distributions) = (estimator, distributions);

    /// <summary>What the values are drawn from.</summary>
    public SearchSpace Distributions { get; init; } = [];

    /// <summary>How many candidates are drawn, at least 1; 10 by default (<c>n_iter</c>). Of lists alone no more than there are combinations.</summary>
    public int Candidates { get; init; } = 10;

    /// <summary>What the candidates depend on; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    private protected override void CheckSettings()
    {
        Require.AtLeast(Name, "n_iter", Candidates, 1);
        base.CheckSettings();
        Distributions.CheckIntegers(Name, Estimator!);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(RandomizedSearch? other) => SameSearch(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    private protected override long Tried => Distributions.IsGrid ? Math.Min(Candidates, Distributions.Size) : Candidates;

    /// <inheritdoc/>
    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> Known => Distributions.Sample(Candidates, Seed);

    private protected override SearchResults Run(CandidateRun run, SearchData search, FoldData data, CancellationToken cancellation) =>
        run.Results(CandidateRun.Best(run.Try(Known, data, cancellation)));
}
