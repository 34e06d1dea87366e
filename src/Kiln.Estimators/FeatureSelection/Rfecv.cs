namespace Kiln.Estimators;

/// <summary>Recursive feature elimination that chooses the number of features by cross-validation (scikit-learn: <c>RFECV</c>), by accuracy or R² unless <see cref="Scoring"/> says otherwise.</summary>
public sealed record Rfecv : FeatureTransformer
{
    internal static readonly ParameterSet<Rfecv> Table = new ParameterSet<Rfecv>("rfecv", "recursive elimination to the number that validates best")
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "the model's estimator")
        .Number("step", e => e.Step, (e, v) => e with { Step = v }, "how many go at a time: a count, or below 1 a share")
        .Integer("min_features_to_select", e => e.MinFeaturesToSelect, (e, v) => e with { MinFeaturesToSelect = v }, "at least so many stay")
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Code("importance_getter", e => e.ImportanceGetter, (e, v) => e with { ImportanceGetter = v }, "a function that takes importances from a fitted model", forFitAlone: true)
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides; the model's own score when none");

    /// <summary>The estimator whose model has coefficients or importances; <see cref="LinearRegression"/> by default.</summary>
    public Predictor Estimator { get; init; } = new LinearRegression();

    /// <summary>How many features go at a time: from 1 a count, below 1 a share of all; 1 by default.</summary>
    public double Step { get; init; } = 1;

    /// <summary>
    /// Takes the importances from a fitted model, float64, (features,) or (outputs, features); null (default) for its own, or its coefficients. The fitted choice is saved without it.
    /// </summary>
    public Func<PredictorModel, Tensor>? ImportanceGetter { get; init; }

    /// <summary>At least so many features stay; 1 by default.</summary>
    public int MinFeaturesToSelect { get; init; } = 1;

    /// <summary>How many folds; 5 by default.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split instead; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>What the features are rated by; the model's own score when null, as by default. Names convert: "accuracy".</summary>
    public ModelScorer? Scoring { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <summary>Whether all hyper-parameters are equal.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(Rfecv? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && ModelScorer.AreSame(Scoring, other.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.AtLeast(Name, "min_features_to_select", MinFeaturesToSelect, 1);
        Require.That(Splitter is not null || Folds >= 2, Name, "cv", Folds, "2 or more");
        RecursiveElimination.CheckCount(Name, "step", Step);
        Estimator.CheckParameters();
    }

    /// <inheritdoc/>
    public override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.Numbers(Name, x);
        var target = y ?? throw new DatasetException($"{Name}: a target is needed; give y");
        var step = RecursiveElimination.Count(Name, "step", Step, x.Columns);
        var least = Math.Min(MinFeaturesToSelect, x.Columns);
        var folds = SelectionFolds.Of(Name, Estimator, samples, target, Folds, Splitter);
        var scores = new SortedDictionary<int, double>();
        var scoring = Scoring ?? ModelScorer.Default;
        foreach (var (train, test) in folds)
        {
            var (heldOut, truth) = (samples.Take(test), target.Take(test));
            RecursiveElimination.Rank(Name, Estimator, ImportanceGetter, samples.Take(train), target.Take(train), least, step, cancellation, (model, features) =>
                scores[features.Length] = scores.GetValueOrDefault(features.Length) + scoring.Score(model, FeatureColumns.Take(heldOut, features), truth));
        }

        // Of equal scores the fewest features.
        var best = scores.MaxBy(pair => pair.Value).Key;
        var ranking = RecursiveElimination.Rank(Name, Estimator, ImportanceGetter, samples, target, best, step, cancellation);
        return new(this, FeatureLayout.Of(x), [.. Enumerable.Range(0, ranking.Length).Where(c => ranking[c] == 1)], ranking: ranking)
        {
            CrossValidationScores = [.. scores.Values.Select(score => score / folds.Count)],
        };
    }
}
