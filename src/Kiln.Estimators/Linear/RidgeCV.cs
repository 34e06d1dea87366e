namespace Kiln.Estimators;

/// <summary>
/// <see cref="Ridge"/> with the penalty chosen by cross-validation (scikit-learn: <c>RidgeCV</c>): without folds by the errors of leaving out one sample after
/// the other, which one factorization gives for all samples and penalties; with folds by the mean R². Another scorer may decide (<see cref="Scoring"/>).
/// </summary>
/// <remarks>Sparse samples are made dense for leaving one out.</remarks>
public sealed record RidgeCV : Regressor
{
    internal static readonly ParameterSet<RidgeCV> Table = new ParameterSet<RidgeCV>("ridge-cv", "ridge with its penalty chosen by cross-validation")
        .Numbers("alphas", e => e.Alphas, (e, v) => e with { Alphas = v ?? [0.1, 1, 10] }, "the penalties to try")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .OptionalInteger("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds; none leaves out one sample after the other")
        .Flag("alpha_per_target", e => e.AlphaPerTarget, (e, v) => e with { AlphaPerTarget = v }, "whether to choose a penalty for each output")
        .Flag("store_cv_values", e => e.StoreErrors, (e, v) => e with { StoreErrors = v }, "whether to keep the errors of leaving one out")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Choice("gcv_mode", e => e.Decomposition, (e, v) => e with { Decomposition = v }, "by what one sample after the other is left out",
            ("auto", RidgeDecomposition.Auto), ("svd", RidgeDecomposition.Svd), ("eigen", RidgeDecomposition.Eigen))
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides; the squared error, or R² over folds, when none");

    /// <summary>The penalties to try, above 0; 0.1, 1 and 10 by default.</summary>
    public double[] Alphas { get; init; } = [0.1, 1, 10];

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How many folds (consecutive, not shuffled); null (default) leaves out one sample after the other.</summary>
    public int? Folds { get; init; }

    /// <summary>How the samples are split into folds instead; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>By what one sample after the other is left out; by singular values by default.</summary>
    public RidgeDecomposition Decomposition { get; init; }

    /// <summary>Whether to choose a penalty for each output; false by default. Only without folds.</summary>
    public bool AlphaPerTarget { get; init; }

    /// <summary>Whether to keep the errors of leaving one out, <see cref="RidgeCVModel.Errors"/>; false by default. Only without folds.</summary>
    public bool StoreErrors { get; init; }

    /// <summary>
    /// What decides: the mean squared error (of folds R²) when null, as by default. Where each sample is left out once, scorers are given the centred targets and predictions.
    /// </summary>
    public ModelScorer? Scoring { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(Alphas.Length > 0, Name, "alphas", "empty", "at least one");
        foreach (var alpha in Alphas)
        {
            Require.Positive(Name, "alphas", alpha);
        }

        Require.That(Folds is null or >= 2, Name, "cv", Folds, "2 or more, or none to leave one out");
        Require.Together(!HasFolds || !StoreErrors, Name, "store_cv_values", "true", "false where cv is given");
        Require.Together(!HasFolds || !AlphaPerTarget, Name, "alpha_per_target", "true", "false where cv is given");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(RidgeCV? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && ModelScorer.AreSame(Scoring, other.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override RidgeCVModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var samples = Inputs.Numbers(Name, x);
        var targets = Inputs.Values(Name, samples, y);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        if (HasFolds)
        {
            return RidgeFolds.Search(this, x, samples, y, sampleWeights, cancellation);
        }

        var problem = CentredSamples.Of(samples, targets, y.Outputs, sampleWeights, FitIntercept).WithFiniteMeans(Name);
        Overflow.CheckSquares(Name, samples);
        return RidgeLeavingOneOut.Search(this, x, problem, null, cancellation);
    }

    private bool HasFolds => Folds is not null || Splitter is not null;
}
