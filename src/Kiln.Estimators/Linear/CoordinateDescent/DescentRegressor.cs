namespace Kiln.Estimators;

/// <summary>
/// Least squares with a penalty on the coefficients' magnitudes: minimizes ½ mean (y − x·w − b)² + α (ρ ‖w‖₁ + ½ (1 − ρ) ‖w‖²), by coordinate descent until the
/// duality gap is below the tolerance times Σ (y − ȳ)².
/// </summary>
public abstract record DescentRegressor : Regressor
{
    private protected DescentRegressor()
    {
    }

    /// <summary>The strength α of the penalty, 0 or more; 1 by default.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>Whether to learn an intercept, which is not penalized; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether to make XᵀX first. By default where it pays: the steps are the same. (scikit-learn's default is false.)</summary>
    public Precomputation Precompute { get; init; }

    /// <summary>The most passes over the coefficients; 1000 by default.</summary>
    public int MaxIterations { get; init; } = 1_000;

    /// <summary>How small the duality gap has to be, relative to the sum of squares of the target; 1e-4 by default.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Whether no coefficient may be negative; false by default.</summary>
    public bool Positive { get; init; }

    /// <summary>The seed of a random order; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The order of the coefficients; one after the other by default.</summary>
    public CoordinateSelection Selection { get; init; }

    /// <summary>The share ρ of the L1 penalty.</summary>
    private protected abstract double L1Share { get; }

    private DescentSettings Settings => new(Name, FitIntercept, Precompute, MaxIterations, Tolerance, Positive, Selection, Seed);

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Settings.Check();
        Require.NotNegative(Name, "alpha", Alpha);
        Require.Share(Name, "l1_ratio", L1Share);
    }

    /// <inheritdoc/>
    public override ElasticNetModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        ElasticNetFit.Fit(this, Settings, Alpha, L1Share, x, y, sampleWeights, null, cancellation);

    /// <summary>Learns from samples, beginning with the coefficients of another model: soon done where they are near (scikit-learn: <c>warm_start</c>).</summary>
    /// <param name="start">The model to begin with, of the same features and as many outputs; columns of a table may come in another order.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">What to predict.</param>
    /// <param name="sampleWeights">How much each sample counts; null for 1 each.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="DatasetException">The samples cannot be learned from, or have other columns or outputs than the model.</exception>
    public ElasticNetModel FitFrom(LinearRegressionModel start, Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return ElasticNetFit.Fit(this, Settings, Alpha, L1Share, x, y, sampleWeights, start, cancellation);
    }

    /// <summary>The hyper-parameters behind those of the penalty that all of them have.</summary>
    private protected static ParameterSet<T> Common<T>(ParameterSet<T> table)
        where T : DescentRegressor, new() => table
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Choice("precompute", e => e.Precompute, (e, v) => e with { Precompute = v }, "whether to make XᵀX first", DescentSettings.PrecomputeWords)
        .Integer("max_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most passes over the coefficients")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "how small the duality gap has to be")
        .Flag("positive", e => e.Positive, (e, v) => e with { Positive = v }, "whether no coefficient may be negative")
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .Choice("selection", e => e.Selection, (e, v) => e with { Selection = v }, "the order of the coefficients", DescentSettings.SelectionWords);
}
