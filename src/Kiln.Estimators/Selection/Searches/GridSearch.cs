namespace Kiln.Estimators;

/// <summary>Tries every combination of lists of values (scikit-learn: <c>GridSearchCV</c>).</summary>
/// <example>
/// <code>
/// var model = new GridSearch(new Ridge(), new() { ["alpha"] = [0.1, 1, 10] }).Fit(x, y);
/// Console.WriteLine($"{model.BestParameters()["alpha"]}: {model.BestScore():F3}");
/// Console.WriteLine(model.SearchResults());
/// </code>
/// </example>
public sealed record GridSearch : ParameterSearch
{
    internal static readonly ParameterSet<GridSearch> Table = Common(new ParameterSet<GridSearch>("grid-search", "tries every combination of values by cross-validation"))
        .Text("param_grid", e => e.Grid.ToString(), (e, v) => e with { Grid = SearchSpace.Parse(v) }, "lists of values by parameter, as JSON");

    /// <summary>A search without an estimator yet.</summary>
    public GridSearch()
    {
    }

    /// <summary>A search.</summary>
    /// <param name="estimator">What is fitted.</param>
    /// <param name="grid">The values to try.</param>
    public GridSearch(Predictor estimator, SearchSpace grid) => (Estimator, Grid) = (estimator, grid);

    /// <summary>The values to try, lists only.</summary>
    public SearchSpace Grid { get; init; } = [];

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(GridSearch? other) => SameSearch(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    private protected override long Tried => Grid.Size;

    /// <inheritdoc/>
    private protected override IReadOnlyList<IReadOnlyDictionary<string, object?>> Known => Grid.AsList;

    private protected override SearchResults Run(CandidateRun run, SearchData search, FoldData data, CancellationToken cancellation) =>
        run.Results(CandidateRun.Best(run.Try(Known, data, cancellation)));
}
