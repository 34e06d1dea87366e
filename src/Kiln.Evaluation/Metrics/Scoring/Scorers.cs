using Kiln.Data;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>The scores by their names in scikit-learn.</summary>
public static class Scorers
{
    private static readonly SortedDictionary<string, Scorer> s_all = Build();

    /// <summary>All names, in order.</summary>
    public static IReadOnlyCollection<string> Names => s_all.Keys;

    /// <summary>The scorer of a name.</summary>
    /// <param name="name">As in scikit-learn, such as <c>accuracy</c>, <c>f1_macro</c> or <c>neg_mean_squared_error</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message says which names are near.</exception>
    public static Scorer Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_all.TryGetValue(name, out var scorer)
            ? scorer
            : throw new ArgumentException($"scoring: there is no score '{name}'; {Hint(name)}");
    }

    // "mse" is near to nothing by spelling, so the names that people bring along are told by hand.
    private static string Hint(string name) => name switch
    {
        "mse" or "mean_squared_error" => "did you mean 'neg_mean_squared_error'? Scores are the greater the better, so errors are negated.",
        "rmse" or "root_mean_squared_error" => "did you mean 'neg_root_mean_squared_error'? Scores are the greater the better, so errors are negated.",
        "mae" or "mean_absolute_error" => "did you mean 'neg_mean_absolute_error'? Scores are the greater the better, so errors are negated.",
        "log_loss" or "logloss" => "did you mean 'neg_log_loss'? Scores are the greater the better, so losses are negated.",
        "auc" => "did you mean 'roc_auc'?",
        _ => NearNames.Hint(name, s_all.Keys, "the names are"),
    };

    private static SortedDictionary<string, Scorer> Build()
    {
        var all = new SortedDictionary<string, Scorer>(StringComparer.Ordinal);
        Numbers(all);
        Labels(all);
        Probabilities(all);
        Groups(all);
        return all;
    }

    private delegate double OfTargets(Target truth, Target predicted, ReadOnlySpan<double> weights);

    private delegate double OfScores(Target truth, Tensor scores, Target? classes, ReadOnlySpan<double> weights);

    private static void Add(SortedDictionary<string, Scorer> all, string name, OfTargets score)
    {
        Scorer? self = null;
        self = all[name] = new Scorer(name, ScorerNeeds.Predictions, input => score(input.Truth, self!.Predicted(input), input.Weights.Span));
    }

    private static void Add(SortedDictionary<string, Scorer> all, string name, ScorerNeeds needs, OfScores score)
    {
        Scorer? self = null;
        self = all[name] = new Scorer(
            name,
            needs,
            input => score(
                input.Truth,
                needs == ScorerNeeds.Probabilities ? self!.Probabilities(input) : self!.Scores(input),
                input.Classes,
                input.Weights.Span));
    }

    private static void Numbers(SortedDictionary<string, Scorer> all)
    {
        Add(all, "r2", static (t, p, w) => Metrics.R2(t, p, w));
        Add(all, "explained_variance", static (t, p, w) => Metrics.ExplainedVariance(t, p, w));
        Add(all, "max_error", static (t, p, _) => -Metrics.MaxError(t, p));
        Add(all, "neg_mean_absolute_error", static (t, p, w) => -Metrics.MeanAbsoluteError(t, p, w));
        Add(all, "neg_median_absolute_error", static (t, p, w) => -Metrics.MedianAbsoluteError(t, p, w));
        Add(all, "neg_mean_absolute_percentage_error", static (t, p, w) => -Metrics.MeanAbsolutePercentageError(t, p, w));
        Add(all, "neg_mean_squared_error", static (t, p, w) => -Metrics.MeanSquaredError(t, p, w));
        Add(all, "neg_root_mean_squared_error", static (t, p, w) => -Metrics.RootMeanSquaredError(t, p, w));
        Add(all, "neg_mean_squared_log_error", static (t, p, w) => -Metrics.MeanSquaredLogError(t, p, w));
        Add(all, "neg_mean_poisson_deviance", static (t, p, w) => -Metrics.PoissonDeviance(t, p, w));
        Add(all, "neg_mean_gamma_deviance", static (t, p, w) => -Metrics.GammaDeviance(t, p, w));
    }

    private static void Labels(SortedDictionary<string, Scorer> all)
    {
        Add(all, "accuracy", static (t, p, w) => Metrics.Accuracy(t, p, w));
        Add(all, "balanced_accuracy", static (t, p, w) => Metrics.BalancedAccuracy(t, p, false, w));
        Add(all, "matthews_corrcoef", static (t, p, w) => Metrics.MatthewsCorrelation(t, p, w));
        Add(all, "positive_likelihood_ratio", static (t, p, w) => Metrics.LikelihoodRatios(t, p, w).Positive);
        Add(all, "neg_negative_likelihood_ratio", static (t, p, w) => -Metrics.LikelihoodRatios(t, p, w).Negative);
        foreach (var average in Enum.GetValues<Average>())
        {
            var end = average == Average.Binary ? "" : "_" + average.ToString().ToLowerInvariant();
            Add(all, "precision" + end, (t, p, w) => Metrics.Precision(t, p, average, weights: w));
            Add(all, "recall" + end, (t, p, w) => Metrics.Recall(t, p, average, weights: w));
            Add(all, "f1" + end, (t, p, w) => Metrics.F1(t, p, average, weights: w));
            Add(all, "jaccard" + end, (t, p, w) => Metrics.Jaccard(t, p, average, weights: w));
        }
    }

    private static void Probabilities(SortedDictionary<string, Scorer> all)
    {
        Add(all, "top_k_accuracy", ScorerNeeds.Scores, static (t, s, c, w) => Metrics.TopKAccuracy(t, s, c, 2, w));
        Add(all, "roc_auc", ScorerNeeds.Scores, static (t, s, c, w) => Metrics.RocAuc(t, s, c, weights: w));
        Add(all, "average_precision", ScorerNeeds.Scores, static (t, s, c, w) => Metrics.AveragePrecision(t, s, c, weights: w));
        Add(all, "neg_log_loss", ScorerNeeds.Probabilities, static (t, s, c, w) => -Metrics.LogLoss(t, s, c, w));
        Add(all, "neg_brier_score", ScorerNeeds.Probabilities, static (t, s, c, w) => -Metrics.BrierScore(t, s, c, w));
        foreach (var (scheme, name) in new[] { (MulticlassScheme.OneVsRest, "roc_auc_ovr"), (MulticlassScheme.OneVsOne, "roc_auc_ovo") })
        {
            Add(all, name, ScorerNeeds.Probabilities, (t, s, c, w) => Metrics.RocAuc(t, s, c, scheme, weights: w));
            Add(all, name + "_weighted", ScorerNeeds.Probabilities, (t, s, c, w) => Metrics.RocAuc(t, s, c, scheme, Average.Weighted, weights: w));
        }
    }

    private static void Groups(SortedDictionary<string, Scorer> all)
    {
        Add(all, "adjusted_rand_score", static (t, p, _) => Metrics.AdjustedRandIndex(t, p));
        Add(all, "rand_score", static (t, p, _) => Metrics.RandIndex(t, p));
        Add(all, "homogeneity_score", static (t, p, _) => Metrics.Homogeneity(t, p));
        Add(all, "completeness_score", static (t, p, _) => Metrics.Completeness(t, p));
        Add(all, "v_measure_score", static (t, p, _) => Metrics.VMeasure(t, p));
        Add(all, "mutual_info_score", static (t, p, _) => Metrics.MutualInformation(t, p));
        Add(all, "adjusted_mutual_info_score", static (t, p, _) => Metrics.AdjustedMutualInformation(t, p));
        Add(all, "normalized_mutual_info_score", static (t, p, _) => Metrics.NormalizedMutualInformation(t, p));
        Add(all, "fowlkes_mallows_score", static (t, p, _) => Metrics.FowlkesMallows(t, p));
    }
}
