using Kiln.Evaluation;

namespace Kiln.Estimators.Tests;

/// <summary>The metrics of the coverage table by their names in Goldens/make_coverage_metrics.py; each gives its numbers in the same order.</summary>
internal static class CoverageMetrics
{
    private const int Most = 2000;

    private delegate double AverageOf(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average, double[]? weights);

    public static IReadOnlyDictionary<string, Func<CoverageSamples, double[]>> All { get; } = new Dictionary<string, Func<CoverageSamples, double[]>>(StringComparer.Ordinal)
    {
        ["accuracy"] = s => [Metrics.Accuracy(s.Codes, s.Predicted), Metrics.Accuracy(s.Codes, s.Predicted, s.Weights)],
        ["balanced accuracy"] = s => [Metrics.BalancedAccuracy(s.Codes, s.Predicted), Metrics.BalancedAccuracy(s.Codes, s.Predicted, weights: s.Weights), Metrics.BalancedAccuracy(s.Codes, s.Predicted, adjusted: true)],
        ["precision"] = s => Averages(s, (truth, predicted, average, weights) => Metrics.Precision(truth, predicted, average, weights: weights)),
        ["recall"] = s => Averages(s, (truth, predicted, average, weights) => Metrics.Recall(truth, predicted, average, weights: weights)),
        ["F1"] = s => Averages(s, (truth, predicted, average, weights) => Metrics.F1(truth, predicted, average, weights: weights)),
        ["F-beta"] = s => Averages(s, (truth, predicted, average, weights) => Metrics.FBeta(truth, predicted, 0.5, average, weights: weights)),
        ["Jaccard"] = s => Averages(s, (truth, predicted, average, weights) => Metrics.Jaccard(truth, predicted, average, weights: weights)),
        ["Matthews correlation"] = s => [Metrics.MatthewsCorrelation(s.Codes, s.Predicted), Metrics.MatthewsCorrelation(s.Codes, s.Predicted, s.Weights)],
        ["Cohen's kappa"] = s => [.. new[] { KappaWeights.None, KappaWeights.Linear, KappaWeights.Quadratic }.Select(kind => Metrics.CohenKappa(s.Codes, s.Predicted, kind))],
        ["Hamming, zero-one"] = s =>
        [
            Metrics.HammingLoss(s.Codes, s.Predicted), Metrics.HammingLoss(s.Codes, s.Predicted, s.Weights), Metrics.ZeroOneLoss(s.Codes, s.Predicted), Metrics.ZeroOneLoss(s.Codes, s.Predicted, s.Weights),
        ],
        ["log loss"] = s => [Metrics.LogLoss(s.Codes, s.Probabilities, s.Classes), Metrics.LogLoss(s.Codes, s.Probabilities, s.Classes, s.Weights)],
        ["Brier"] = s => [Metrics.BrierScore(s.Positive, s.Share), Metrics.BrierScore(s.Positive, s.Share, weights: s.Weights)],
        ["hinge"] = s =>
        [
            Metrics.HingeLoss(s.Positive, s.Decisions), Metrics.HingeLoss(s.Positive, s.Decisions, weights: s.Weights),
            .. s.Classes > 2 ? [Metrics.MulticlassHingeLoss(s.Codes, s.Scores, s.Classes)] : Array.Empty<double>(),
        ],
        ["top-k"] = s => [s.Classes > 2 ? Metrics.TopKAccuracy(s.Codes, s.Scores, s.Classes, k: 2) : TopOne(s)],
        ["confusion matrix"] = s => [.. Flat(Metrics.WeightedConfusion(s.Codes, s.Predicted)), .. Flat(Metrics.WeightedConfusion(s.Codes, s.Predicted, ConfusionShare.OfTruth, s.Weights))],
        ["classification report"] = s => [.. Metrics.ClassificationReport(s.Codes, s.Predicted).Classes.SelectMany(line => new[] { line.Precision, line.Recall, line.F1, line.Support })],
        ["ROC AUC"] = s =>
        [
            Metrics.RocAuc(s.Positive, s.Decisions), Metrics.RocAuc(s.Positive, s.Decisions, weights: s.Weights), Metrics.RocAuc(s.Positive, s.Decisions, maxFpr: 0.3), .. Schemes(s),
        ],
        ["average precision"] = s =>
        [
            Metrics.AveragePrecision(s.Positive, s.Decisions), Metrics.AveragePrecision(s.Positive, s.Decisions, weights: s.Weights),
            .. new[] { Average.Macro, Average.Micro, Average.Weighted }.Select(average => Metrics.AveragePrecision(new LabelSets(s.Flags, s.Classes), s.Scores, average)),
        ],
        ["ROC curve"] = s => Metrics.RocCurve(s.Positive, s.Decisions, weights: s.Weights) is var curve ? [.. curve.FalsePositiveRates, .. curve.TruePositiveRates] : [],
        ["precision-recall curve"] = s => Metrics.PrecisionRecallCurve(s.Positive, s.Decisions) is var curve ? [.. curve.Precisions, .. curve.Recalls] : [],
        ["mean squared error"] = s =>
        [
            Metrics.MeanSquaredError(s.Y, s.Around), Metrics.MeanSquaredError(s.Y, s.Around, s.Weights), Metrics.RootMeanSquaredError(s.Y, s.Around),
            Metrics.MeanSquaredError(CoverageSamples.Beside(s.Y, s.Above), CoverageSamples.Beside(s.Around, s.Near), 2),
        ],
        ["mean absolute error"] = s =>
        [
            Metrics.MeanAbsoluteError(s.Y, s.Around), Metrics.MeanAbsoluteError(s.Y, s.Around, s.Weights),
            Metrics.MeanAbsoluteError(CoverageSamples.Beside(s.Y, s.Above), CoverageSamples.Beside(s.Around, s.Near), 2),
        ],
        ["median absolute error"] = s => [Metrics.MedianAbsoluteError(s.Y, s.Around), Metrics.MedianAbsoluteError(s.Y, s.Around, s.Weights)],
        ["mean absolute percentage error"] = s => [Metrics.MeanAbsolutePercentageError(s.Above, s.Near), Metrics.MeanAbsolutePercentageError(s.Above, s.Near, s.Weights)],
        ["mean squared log error"] = s => [Metrics.MeanSquaredLogError(s.Above, s.Near), Metrics.MeanSquaredLogError(s.Above, s.Near, s.Weights)],
        ["R²"] = s =>
        [
            Metrics.R2(s.Y, s.Around), Metrics.R2(s.Y, s.Around, s.Weights), Metrics.R2(CoverageSamples.Beside(s.Y, s.Above), CoverageSamples.Beside(s.Around, s.Near), 2),
            Metrics.R2(CoverageSamples.Beside(s.Y, s.Above), CoverageSamples.Beside(s.Around, s.Near), 2, average: OutputAverage.VarianceWeighted),
        ],
        ["explained variance"] = s => [Metrics.ExplainedVariance(s.Y, s.Around), Metrics.ExplainedVariance(s.Y, s.Around, s.Weights)],
        ["max error"] = s => [Metrics.MaxError(s.Y, s.Around)],
        ["pinball"] = s => [Metrics.PinballLoss(s.Y, s.Around, alpha: 0.3), Metrics.PinballLoss(s.Y, s.Around, 0.3, s.Weights)],
        ["Tweedie deviances"] = s => [.. new[] { -1, 0, 1, 1.5, 2, 3 }.SelectMany(power => new[] { Metrics.TweedieDeviance(s.Above, s.Near, power), Metrics.TweedieDeviance(s.Above, s.Near, power, s.Weights) })],
        ["D²"] = s => [Metrics.D2AbsoluteError(s.Y, s.Around), Metrics.D2Pinball(s.Y, s.Around, alpha: 0.3), Metrics.D2Tweedie(s.Above, s.Near, 1)],
        ["NDCG, DCG"] = s =>
        [
            Metrics.Ndcg(s.Relevances, s.Scores, s.Classes), Metrics.Ndcg(s.Relevances, s.Scores, s.Classes, weights: s.Weights), Metrics.Ndcg(s.Relevances, s.Scores, s.Classes, 2),
            Metrics.Dcg(s.Relevances, s.Scores, s.Classes),
        ],
        ["label ranking"] = s => new LabelSets(s.Flags, s.Classes) is var labels ?
        [
            Metrics.LabelRankingAveragePrecision(labels, s.Scores), Metrics.LabelRankingAveragePrecision(labels, s.Scores, s.Weights), Metrics.LabelRankingLoss(labels, s.Scores),
            Metrics.LabelRankingLoss(labels, s.Scores, s.Weights), Metrics.CoverageError(labels, s.Scores), Metrics.CoverageError(labels, s.Scores, s.Weights),
        ] : [],
        ["Rand"] = s => [Metrics.RandIndex(s.Codes, s.Predicted), Metrics.AdjustedRandIndex(s.Codes, s.Predicted)],
        ["mutual information"] = s =>
            [Metrics.MutualInformation(s.Codes, s.Predicted), Metrics.NormalizedMutualInformation(s.Codes, s.Predicted), Metrics.AdjustedMutualInformation(s.Codes, s.Predicted)],
        ["homogeneity, completeness, V"] = s => [Metrics.Homogeneity(s.Codes, s.Predicted), Metrics.Completeness(s.Codes, s.Predicted), Metrics.VMeasure(s.Codes, s.Predicted, 2)],
        ["Fowlkes-Mallows"] = s => [Metrics.FowlkesMallows(s.Codes, s.Predicted)],
        ["silhouette"] = s => Math.Min(s.Rows, Most) is var rows ? [Metrics.Silhouette(s.X.AsSpan(0, rows * s.Columns), s.Columns, s.Codes.AsSpan(0, rows))] : [],
        ["Calinski-Harabasz, Davies-Bouldin"] = s => [Metrics.CalinskiHarabasz(s.X, s.Columns, s.Codes), Metrics.DaviesBouldin(s.X, s.Columns, s.Codes)],
    };

    private static double[] Averages(CoverageSamples s, AverageOf of) =>
    [
        of(s.Codes, s.Predicted, Average.Micro, null), of(s.Codes, s.Predicted, Average.Macro, null), of(s.Codes, s.Predicted, Average.Weighted, null),
        of(s.Codes, s.Predicted, Average.Macro, s.Weights), of(s.Positive, s.Guess, Average.Binary, null),
    ];

    /// <summary>scikit-learn takes two classes by one column of scores.</summary>
    private static double[] Schemes(CoverageSamples s) => s.Classes == 2
        ? [Metrics.RocAuc(s.Codes, s.Share), Metrics.RocAuc(s.Codes, s.Share, weights: s.Weights)]
        : [.. new[] { MulticlassScheme.OneVsRest, MulticlassScheme.OneVsOne }.SelectMany(scheme =>
            new[] { Average.Macro, Average.Weighted }.Select(average => Metrics.MulticlassRocAuc(s.Codes, s.Probabilities, s.Classes, scheme, average)))];

    private static double TopOne(CoverageSamples s) => Metrics.TopKAccuracy(s.Codes, [.. s.Decisions.SelectMany(score => new[] { -score, score })], 2, k: 1);

    private static IEnumerable<double> Flat(double[,] matrix) => matrix.Cast<double>();
}
