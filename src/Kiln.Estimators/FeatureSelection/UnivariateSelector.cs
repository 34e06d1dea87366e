namespace Kiln.Estimators;

/// <summary>What all selectors by the score of single features have in common.</summary>
public abstract record UnivariateSelector : FeatureTransformer
{
    private protected UnivariateSelector()
    {
    }

    /// <summary>How features are scored; the F statistic between classes by default.</summary>
    public ScoreFunction ScoreFunction { get; init; } = ScoreFunction.FClassification;

    /// <summary>For mutual information: how many neighbours are looked at; 3 by default.</summary>
    public int Neighbors { get; init; } = 3;

    /// <summary>For mutual information: the seed of the noise that separates equal values; 0 by default.</summary>
    public uint Seed { get; init; }

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.AtLeast(Name, "n_neighbors", Neighbors, 1);
        Require.Together(
            !NeedsPValues || ScoreFunction is ScoreFunction.FClassification or ScoreFunction.FRegression or ScoreFunction.ChiSquared, Name, "score_func", this["score_func"],
            "f_classif, f_regression or chi2: it goes by p-values, which others have not");
    }

    /// <inheritdoc/>
    public sealed override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        CheckParameters();
        var (scores, pValues) = FeatureScores.Of(Name, ScoreFunction, x, y ?? throw new DatasetException($"{Name}: a target is needed; give y"), Neighbors, Seed);
        var kept = Choose(scores, pValues);
        return new(this, FeatureLayout.Of(x), kept, scores, pValues) { Warnings = kept.Length > 0 ? [] : ["no feature was selected: the data are too noisy or the test too strict"] };
    }

    private protected virtual bool NeedsPValues => false;

    /// <summary>The parameters of all selectors of this kind.</summary>
    private protected static ParameterSet<T> Common<T>(string name, string summary)
        where T : UnivariateSelector, new() => new ParameterSet<T>(name, summary)
            .Choice("score_func", e => e.ScoreFunction, (e, v) => (T)((UnivariateSelector)e with { ScoreFunction = v }), "how features are scored",
                ("f_classif", ScoreFunction.FClassification), ("f_regression", ScoreFunction.FRegression), ("chi2", ScoreFunction.ChiSquared),
                ("mutual_info_classif", ScoreFunction.MutualInformationClassification), ("mutual_info_regression", ScoreFunction.MutualInformationRegression),
                ("r_regression", ScoreFunction.Correlation))
            .Integer("n_neighbors", e => e.Neighbors, (e, v) => (T)((UnivariateSelector)e with { Neighbors = v }), "neighbours of mutual information")
            .Seed(e => e.Seed, (e, v) => (T)((UnivariateSelector)e with { Seed = v }));

    /// <summary>The numbers of the features that stay, ascending.</summary>
    private protected abstract int[] Choose(double[] scores, double[] pValues);

    /// <summary>The features for which a condition holds.</summary>
    private protected static int[] Where(double[] values, Func<double, bool> holds) => [.. Enumerable.Range(0, values.Length).Where(c => holds(values[c]))];

    /// <summary>NaN as the least of all scores.</summary>
    private protected static double[] WithoutNaN(double[] scores) => Array.ConvertAll(scores, score => double.IsNaN(score) ? double.MinValue : score);
}
