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
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .OptionalText("class_weight", e => e.ClassWeight?.ToString(), (e, v) => e with { ClassWeight = v is null ? null : ClassWeights.Parse(v) }, "how much each class counts: balanced, or such as spam:5,ham:1")
        .Flag("store_cv_values", e => e.StoreErrors, (e, v) => e with { StoreErrors = v }, "whether to keep the errors of leaving one out")
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides; the squared error, or the accuracy over folds, when none");

    /// <summary>The penalties to try, above 0; 0.1, 1 and 10 by default.</summary>
    public double[] Alphas { get; init; } = [0.1, 1, 10];

    /// <summary>Whether to learn an intercept; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How many stratified folds; null (default) leaves out one sample after the other.</summary>
    public int? Folds { get; init; }

    /// <summary>How the samples are split into folds instead; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>How much each class counts; null (all the same) by default.</summary>
    public ClassWeights? ClassWeight { get; init; }

    /// <summary>Whether to keep the errors of leaving one out, <see cref="RidgeClassifierCVModel.Errors"/>; false by default. Only without folds.</summary>
    public bool StoreErrors { get; init; }

    /// <summary>
    /// What decides: the squared error (over folds the accuracy) when null, as by default. Where each sample is left out once, the class is the largest of the predictions of the
    /// centred targets, as in scikit-learn; of two classes it is the prediction's own. (scikit-learn 1.2.1 compares zeros with zeros then, and takes the first penalty.)
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
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(RidgeClassifierCV? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && ModelScorer.AreSame(Scoring, other.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override RidgeClassifierCVModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        var signs = RidgeSigns.Of(Name, x, y, sampleWeights, ClassWeight);
        if (HasFolds)
        {
            return ByFolds(x, y, signs, cancellation);
        }

        var problem = CentredSamples.Of(signs.X, signs.Y.Numbers(), signs.Y.Outputs, signs.Weights, FitIntercept).WithFiniteMeans(Name);
        Overflow.CheckSquares(Name, signs.X);
        var ridge = RidgeLeavingOneOut.Search(new RidgeCV { Alphas = Alphas, FitIntercept = FitIntercept, StoreErrors = StoreErrors }, signs.X, problem, Scoring is null ? null : Rate(problem, signs, x, y), cancellation);
        return new(this, FeatureLayout.Of(x), signs.Classes, ridge.Weights.ToArray(), ridge.Intercept.ToArray<double>(), ridge.Alpha, ridge.BestScores.Span[0]) { Errors = ridge.Errors };
    }

    private bool HasFolds => Folds is not null || Splitter is not null;

    /// <summary>Rates the predictions of samples left out, (outputs, samples), of the centred and weighted targets.</summary>
    private Func<double[], double> Rate(CentredSamples problem, RidgeSigns signs, Features x, Target y) => predictions =>
    {
        var scores = OutputOrder.ByOutput(predictions, problem.Outputs, problem.Rows);
        if (problem.Outputs == 1)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                scores[row] = (scores[row] / (problem.Roots?[row] ?? 1)) + problem.YMeans[0];
            }
        }

        return Scoring!.Score(new KnownScores(this, signs.Classes, scores), x, y);
    };

    // Class weights are in the sample weights already.
    private RidgeClassifierCVModel ByFolds(Features x, Target y, RidgeSigns signs, CancellationToken cancellation)
    {
        var search = new GridSearch(new RidgeClassifier { FitIntercept = FitIntercept }, new() { ["alpha"] = ParameterChoices.From(Alphas) }) { Folds = Folds ?? 5, Splitter = Splitter, ErrorScore = null, Scoring = Scoring is null ? [] : [Scoring] };
        var model = search.Fit(signs.X, y, signs.Weights, cancellation);
        var best = (RidgeClassifierModel)model.BestModel();
        return new(this, FeatureLayout.Of(x), signs.Classes, best.Coefficients.ToArray<double>(), best.Intercept.ToArray<double>(), (double)model.BestParameters()["alpha"]!, model.BestScore())
        {
            Iterations = best.Iterations,
            Warnings = RidgeSigns.Rename(RidgeSigns.Rename(model.Warnings, search, this), search.Estimator!, this),
        };
    }
}
