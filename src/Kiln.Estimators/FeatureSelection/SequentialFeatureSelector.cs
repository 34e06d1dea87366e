namespace Kiln.Estimators;

/// <summary>In which direction features are tried.</summary>
public enum SelectionDirection
{
    /// <summary>From none on, adding the best.</summary>
    Forward,

    /// <summary>From all on, taking the worst away.</summary>
    Backward,
}

/// <summary>Adds (or takes away) one feature after the other, each time the one with which a model validates best (scikit-learn: <c>SequentialFeatureSelector</c>), by accuracy or R² unless <see cref="Scoring"/> says otherwise.</summary>
public sealed record SequentialFeatureSelector : FeatureTransformer
{
    internal static readonly ParameterSet<SequentialFeatureSelector> Table = new ParameterSet<SequentialFeatureSelector>("sequential-feature-selector", "adds or takes away one feature after the other")
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "the model's estimator")
        .OptionalNumber("n_features_to_select", e => e.FeaturesToSelect, (e, v) => e with { FeaturesToSelect = v }, "how many stay: a count, or below 1 a share; none for half, or until tol ends it", none: "auto")
        .OptionalNumber("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "ends when the score gets no better by so much")
        .Choice("direction", e => e.Direction, (e, v) => e with { Direction = v }, "adding or taking away", ("forward", SelectionDirection.Forward), ("backward", SelectionDirection.Backward))
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "how many folds")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .OptionalText("scoring", e => e.Scoring?.Name, (e, v) => e with { Scoring = v is null ? null : ModelScorer.Find(v) }, "name of the scorer that decides; the model's own score when none");

    /// <summary>The estimator; <see cref="LinearRegression"/> by default.</summary>
    public Predictor Estimator { get; init; } = new LinearRegression();

    /// <summary>How many features stay: from 1 a count, below 1 a share; null by default: half, or as <see cref="Tolerance"/> says.</summary>
    public double? FeaturesToSelect { get; init; }

    /// <summary>Without a number of features: ends when the score gets no better by so much; null by default. Backwards it may be negative.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Adding, by default, or taking away.</summary>
    public SelectionDirection Direction { get; init; } = SelectionDirection.Forward;

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
    public bool Equals(SequentialFeatureSelector? other) => ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && ModelScorer.AreSame(Scoring, other.Scoring);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        RecursiveElimination.CheckCount(Name, "n_features_to_select", FeaturesToSelect);
        Require.That(Splitter is not null || Folds >= 2, Name, "cv", Folds, "2 or more");
        Estimator.CheckParameters();
    }

    /// <inheritdoc/>
    public override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        var samples = Inputs.Numbers(Name, x);
        var target = y ?? throw new DatasetException($"{Name}: a target is needed; give y");
        Require.That(x.Columns >= 2, Name, "features", x.Columns, "2 or more, to choose among");
        var byTolerance = FeaturesToSelect is null && Tolerance is not null;
        var wanted = byTolerance ? x.Columns - 1 : RecursiveElimination.Count(Name, "n_features_to_select", FeaturesToSelect, x.Columns);
        var forward = Direction == SelectionDirection.Forward;
        var folds = SelectionFolds.Of(Name, Estimator, samples, target, Folds, Splitter);
        var mask = new bool[x.Columns];
        var before = double.NegativeInfinity;
        for (var i = forward || byTolerance ? wanted : x.Columns - wanted; i > 0; i--)
        {
            var (best, bestScore) = (-1, double.NegativeInfinity);
            foreach (var candidate in Enumerable.Range(0, mask.Length).Where(c => !mask[c]))
            {
                cancellation.ThrowIfCancellationRequested();
                mask[candidate] = true;
                var score = Score(samples, target, folds, [.. Enumerable.Range(0, mask.Length).Where(c => mask[c] == forward)], cancellation);
                mask[candidate] = false;
                (best, bestScore) = best < 0 || score > bestScore ? (candidate, score) : (best, bestScore);
            }

            if (byTolerance && bestScore - before < Tolerance)
            {
                break;
            }

            before = bestScore;
            mask[best] = true;
        }

        return new(this, FeatureLayout.Of(x), [.. Enumerable.Range(0, mask.Length).Where(c => mask[c] == forward)]);
    }

    private double Score(Features x, Target y, List<(RowIndices Train, RowIndices Test)> folds, int[] columns, CancellationToken cancellation)
    {
        var some = FeatureColumns.Take(x, columns);
        var scoring = Scoring ?? ModelScorer.Default;
        return folds.Average(fold => scoring.Score(Estimator.Fit(some.Take(fold.Train), y.Take(fold.Train), null, cancellation), some.Take(fold.Test), y.Take(fold.Test)));
    }
}
