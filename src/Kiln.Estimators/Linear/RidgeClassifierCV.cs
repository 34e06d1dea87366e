namespace Kiln.Estimators;

/// <summary>
/// <see cref="RidgeClassifier"/> with the penalty chosen by cross-validation (scikit-learn: <c>RidgeClassifierCV</c>): without folds by the squared errors of leaving
/// out one sample after the other, which one factorization gives for all samples, classes and penalties; with folds by the mean accuracy.
/// </summary>
/// <remarks>Sparse samples are made dense for leaving one out.</remarks>
public sealed record RidgeClassifierCV : Classifier
{
    internal static readonly ParameterSet<RidgeClassifierCV> Table = new ParameterSet<RidgeClassifierCV>("ridge-classifier-cv", "ridge classifier with its penalty chosen by cross-validation")
        .Numbers("alphas", e => e.Alphas, (e, v) => e with { Alphas = v ?? [0.1, 1, 10] }, "the penalties to try")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .OptionalInteger("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds; none leaves out one sample after the other")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Flag("store_cv_values", e => e.StoreErrors, (e, v) => e with { StoreErrors = v }, "whether to keep the errors of leaving one out")
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides over folds; accuracy when none");

    /// <summary>The penalties to try, above 0; 0.1, 1 and 10 by default.</summary>
    public double[] Alphas { get; init; } = [0.1, 1, 10];

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How many stratified folds; null (default) leaves out one sample after the other.</summary>
    public int? Folds { get; init; }

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>Whether to keep the errors of leaving one out, <see cref="RidgeClassifierCVModel.Errors"/>; false by default. Only without folds.</summary>
    public bool StoreErrors { get; init; }

    /// <summary>What decides over folds, which <see cref="Folds"/> says; accuracy when null, as by default.</summary>
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
        Require.Together(Folds is null || !StoreErrors, Name, "store_cv_values", "true", "false where cv is given");
        Require.Together(Folds is not null || Scoring is null, Name, "scoring", Scoring?.Name, "none unless cv is given: samples left out one by one are rated by their squared error");
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(RidgeClassifierCV? other) => ParameterEquality.Same(this, other) && ModelScorer.AreSame(Scoring, other!.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override RidgeClassifierCVModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var signs = RidgeSigns.Of(Name, x, y, sampleWeights, ClassWeight);
        if (Folds is { } folds)
        {
            return ByFolds(folds, x, y, signs, cancellation);
        }

        var problem = CentredSamples.Of(signs.X, signs.Y.Numbers(), signs.Y.Outputs, signs.Weights, FitIntercept);
        var ridge = RidgeSearch.ByLeavingOneOut(new RidgeCV { Alphas = Alphas, FitIntercept = FitIntercept, StoreErrors = StoreErrors }, signs.X, problem, cancellation);
        return new(this, FeatureLayout.Of(x), signs.Classes, ridge.Weights.ToArray(), ridge.Intercept.ToArray<double>(), ridge.Alpha, ridge.BestScores.Span[0]) { Errors = ridge.Errors };
    }

    // Class weights are in the sample weights already.
    private RidgeClassifierCVModel ByFolds(int folds, Features x, Target y, RidgeSigns signs, CancellationToken cancellation)
    {
        var search = new GridSearch(new RidgeClassifier { FitIntercept = FitIntercept }, new() { ["alpha"] = ParameterChoices.From(Alphas) }) { Folds = folds, ErrorScore = null, Scoring = Scoring is null ? [] : [Scoring] };
        var model = search.Fit(signs.X, y, signs.Weights, cancellation);
        var best = (RidgeClassifierModel)model.BestModel();
        return new(this, FeatureLayout.Of(x), signs.Classes, best.Coefficients.ToArray<double>(), best.Intercept.ToArray<double>(), (double)model.BestParameters()["alpha"]!, model.BestScore())
        {
            Iterations = best.Iterations,
            Warnings = RidgeSigns.Rename(RidgeSigns.Rename(model.Warnings, search, this), search.Estimator!, this),
        };
    }
}
