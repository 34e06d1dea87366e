using System.Globalization;

namespace Kiln.Estimators;

/// <summary>
/// A search for good hyper-parameters by cross-validation. It is an estimator itself: <c>Fit</c> tries the candidates, fits the best one on all samples, and returns a
/// model that predicts as that one and tells what was found (<see cref="ISearchModel"/>).
/// </summary>
/// <remarks>
/// All fits of all candidates share the engine's threads; results do not depend on their number. A fit that fails gets <see cref="ErrorScore"/>, and the model's
/// warnings say how many did; when all fail the error is thrown. To get results without a final fit, call <see cref="Search"/>.
/// </remarks>
public abstract record ParameterSearch : Predictor
{
    /// <summary>What is fitted; its hyper-parameters are those that the search leaves as they are.</summary>
    public Predictor? Estimator { get; init; }

    /// <summary>How many parts, at least 2, when no <see cref="Splitter"/> is given: stratified for classifiers, in runs for others; 5 by default (<c>cv</c>).</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How the samples are split; null by default.</summary>
    public Splitter? Splitter { get; init; }

    /// <summary>What the candidates are rated by; the model's own score when empty, as by default. Names convert: <c>["accuracy", "neg_log_loss"]</c>.</summary>
    public IReadOnlyList<ModelScorer> Scoring { get; init; } = [];

    /// <summary>The name of the scorer that decides; the first when null, as by default. (scikit-learn: <c>refit</c>, <c>True</c> for null.)</summary>
    public string? RefitMetric { get; init; }

    /// <summary>The score of a fit that fails; NaN by default, which is worse than all. Null lets the failure through.</summary>
    public double? ErrorScore { get; init; } = double.NaN;

    /// <summary>Whether the samples of the fits are scored too; false by default.</summary>
    public bool ReturnTrainScores { get; init; }

    /// <summary>Told of each fit when it is done; none by default. It is no hyper-parameter.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <inheritdoc/>
    public override bool IsClassifier => Estimator is { IsClassifier: true };

    /// <summary>The most candidates that are tried: more are a slip in a list, would fill the memory before the first fit, and take years.</summary>
    private const int MostCandidates = Require.MostValues;

    /// <summary>How many candidates are known without samples, counted without making one.</summary>
    private protected abstract long Tried { get; }

    /// <summary>The candidates that are known without samples.</summary>
    private protected abstract IReadOnlyList<IReadOnlyDictionary<string, object?>> Known { get; }

    /// <summary>
    /// Checks the search's own hyper-parameters and those of every candidate: a value that is out of its range or of the wrong kind is told before the first fit. Values that
    /// each are possible and do not go together, such as a penalty and a solver, fail when they are fitted (<see cref="ErrorScore"/>), unless that is null.
    /// </summary>
    /// <inheritdoc/>
    public sealed override void CheckParameters() => CheckParameters(CancellationToken.None);

    private void CheckParameters(CancellationToken cancellation)
    {
        CheckSettings();
        CandidateCheck.All(Name, Estimator!, Known, ErrorScore is not null, cancellation);
    }

    /// <summary>Checks the search's own hyper-parameters, and that the candidates are not too many to make.</summary>
    private protected virtual void CheckSettings()
    {
        if (Estimator is null)
        {
            throw new ArgumentException($"{Name}: it has no estimator; say which one to search: new …({{ Estimator = new Ridge() }})");
        }

        if (RefitMetric is not null && !Scoring.Any(scorer => scorer.Name == RefitMetric))
        {
            throw new ArgumentException($"{Name}: refit is '{RefitMetric}', which is not among the scorers: {string.Join(", ", Scoring)}");
        }

        Require.That(Splitter is not null || Folds >= 2, Name, "cv", Folds, "2 or more");
        if (Tried > MostCandidates)
        {
            var fits = Splitter is null ? string.Create(CultureInfo.InvariantCulture, $", which with {Folds} folds are {(Int128)Tried * Folds:N0} fits") : string.Empty;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{Name}: there are {Tried:N0} candidates{fits}; at most {MostCandidates:N0} candidates are tried. Make the lists shorter, or draw some of the candidates by chance: ")
                + "randomized-search, or halving-random-search, which drops the worst early");
        }
    }

    /// <summary>Tries the candidates and fits the best one on all samples.</summary>
    /// <returns>A model of the best candidate's kind, which is an <see cref="ISearchModel"/> too: <c>model.BestParameters()</c>, <c>BestScore()</c>, <c>BestModel()</c>, <c>SearchResults()</c>.</returns>
    /// <inheritdoc/>
    public sealed override PredictorModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default) =>
        Fit(x, y, null, sampleWeights, cancellation);

    /// <summary>As <see cref="Fit(Features, Target, double[], CancellationToken)"/>, for splitters that keep groups together.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="groups">The group of each sample.</param>
    /// <param name="sampleWeights">How much each sample counts in the fits; null for 1 each.</param>
    /// <param name="cancellation">Stops the search.</param>
    public PredictorModel Fit(Features x, Target y, IReadOnlyList<int>? groups, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        var results = Search(x, y, groups, sampleWeights, cancellation);
        var best = CandidateCheck.With(Estimator!, results.Best.Parameters).Fit(x, y, sampleWeights, cancellation);
        return SearchModels.Of(this, FeatureLayout.Of(x), best, results);
    }

    /// <summary>Tries the candidates, without a final fit (scikit-learn: <c>refit=False</c>).</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="groups">The group of each sample, for splitters that keep groups together; null by default.</param>
    /// <param name="sampleWeights">How much each sample counts in the fits; null for 1 each.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="ArgumentException">A parameter or scorer of that name does not exist, or the settings do not fit together.</exception>
    /// <exception cref="DatasetException">The samples cannot be split that way, or all fits failed.</exception>
    public SearchResults Search(Features x, Target y, IReadOnlyList<int>? groups = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters(cancellation);
        var splits = FoldData.Split(Name, Estimator!.IsClassifier, Splitter, Folds, x, y, groups);
        var data = new FoldData(x, y, Inputs.Weights(Name, sampleWeights, x.Rows), splits);
        return Run(new(this, Estimator), new(x, y, sampleWeights, splits), data, cancellation);
    }

    /// <summary>Whether hyper-parameters, splits and scorers are equal. Who is told of the progress does not matter.</summary>
    private protected bool SameSearch(ParameterSearch? other) =>
        ParameterEquality.Same(this, other) && Equals(Splitter, other!.Splitter) && Scoring.Zip(other.Scoring).All(pair => pair.First.IsSame(pair.Second));

    /// <summary>The candidates, and the best of them.</summary>
    private protected abstract SearchResults Run(CandidateRun run, SearchData search, FoldData data, CancellationToken cancellation);

    /// <summary>scikit-learn's <c>refit</c>: the name of a scorer, or true for the first.</summary>
    /// <exception cref="ArgumentException">It is false.</exception>
    private static T Refit<T>(T search, object refit)
        where T : ParameterSearch => refit is false
            ? throw new ArgumentException($"{search.Name}: refit cannot be false: the model it fits is that of the best candidate, on all samples. For the results alone, in C#: search.Search(x, y)", nameof(refit))
            : search with { RefitMetric = refit as string };

    /// <summary>The parameters that all searches have.</summary>
    private protected static ParameterSet<T> Common<T>(ParameterSet<T> table)
        where T : ParameterSearch, new() => table
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "what is fitted")
        .Integer("cv", e => e.Folds, (e, v) => e with { Folds = v }, "parts of the cross-validation when there is no splitter")
        .OptionalText("splitter", e => SplitterText.Of(e.Splitter), (e, v) => e with { Splitter = SplitterText.Parse(v) }, "how samples are split: k-fold(folds=5, shuffle=true, seed=1)")
        .Texts("scoring", e => e.Scoring.Count == 0 ? null : [.. e.Scoring.Select(scorer => scorer.Name)],
            (e, v) => e with { Scoring = v is null ? [] : [.. v.Select(ModelScorer.Find)] }, "names of scorers; the model's own score when none")
        .TextOrFlag("refit", e => (object?)e.RefitMetric ?? true, Refit, "the scorer that decides; the first when true")
        .OptionalNumber("error_score", e => e.ErrorScore, (e, v) => e with { ErrorScore = v }, "the score of a fit that fails; none to stop")
        .Flag("return_train_score", e => e.ReturnTrainScores, (e, v) => e with { ReturnTrainScores = v }, "whether the samples of the fits are scored too");
}

/// <summary>The samples of a search and their splits.</summary>
internal sealed record SearchData(Features X, Target Y, double[]? Weights, (RowIndices Train, RowIndices Test)[] Splits);
