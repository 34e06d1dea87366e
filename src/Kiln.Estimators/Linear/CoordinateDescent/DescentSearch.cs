namespace Kiln.Estimators;

/// <summary>
/// A lasso or elastic net with the penalty chosen by cross-validation: paths of penalties on each fold's training samples, the mean squared error on the rest, and
/// a last fit on all samples with the best.
/// </summary>
public abstract record DescentSearch : Regressor
{
    private protected DescentSearch()
    {
    }

    /// <summary>The smallest penalty as a share of the largest, at which all coefficients are 0; 1e-3 by default.</summary>
    public double Eps { get; init; } = 1e-3;

    /// <summary>How many penalties to try, evenly spaced in the logarithm; 100 by default.</summary>
    public int AlphaCount { get; init; } = 100;

    /// <summary>The penalties to try, instead of those; null by default.</summary>
    public double[]? Alphas { get; init; }

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether to make XᵀX first; where it pays by default.</summary>
    public Precomputation Precompute { get; init; }

    /// <summary>The most passes over the coefficients for each penalty; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1_000;

    /// <summary>How small the duality gap has to be, relative to the sum of squares of the target; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>How many folds, 2 or more: consecutive parts of the samples, not shuffled; 5 by default.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split instead; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>Whether no coefficient may be negative; false by default.</summary>
    public bool Positive { get; init; }

    /// <summary>The seed of a random order; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The order of the coefficients; one after the other by default.</summary>
    public CoordinateSelection Selection { get; init; }

    /// <summary>The shares ρ of the L1 penalty to try.</summary>
    private protected abstract double[] L1Shares { get; }

    private DescentSettings Settings => new(Name, FitIntercept, Precompute, MaxIterations, Tolerance, Positive, Selection, Seed);

    /// <inheritdoc/>
    public override void CheckParameters() => ElasticNetSearch.Check(Settings, L1Shares, Eps, AlphaCount, Alphas, Splitter is null ? Folds : 2);

    /// <inheritdoc/>
    public override ElasticNetSearchModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        ElasticNetSearch.Fit(this, Settings, L1Shares, Eps, AlphaCount, Alphas, Folds, Splitter, x, y, sampleWeights, cancellation);

    /// <summary>The hyper-parameters behind the shares that all of them have.</summary>
    private protected static ParameterSet<T> Common<T>(ParameterSet<T> table)
        where T : DescentSearch, new() => table
        .Number("eps", e => e.Eps, (e, v) => e with { Eps = v }, "the smallest penalty as a share of the largest")
        .Integer("n_alphas", e => e.AlphaCount, (e, v) => e with { AlphaCount = v }, "how many penalties to try")
        .Numbers("alphas", e => e.Alphas, (e, v) => e with { Alphas = v }, "the penalties to try, instead of eps and n_alphas")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Choice("precompute", e => e.Precompute, (e, v) => e with { Precompute = v }, "whether to make XᵀX first", DescentSettings.PrecomputeWords)
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most passes over the coefficients")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how small the duality gap has to be")
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Flag("positive", e => e.Positive, (e, v) => e with { Positive = v }, "whether no coefficient may be negative")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Choice("selection", e => e.Selection, (e, v) => e with { Selection = v }, "the order of the coefficients", DescentSettings.SelectionWords);
}
