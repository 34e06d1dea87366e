namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// The mean of the precisions at all thresholds, weighted by the step in recall, without interpolation (scikit-learn:
    /// <c>average_precision_score</c>). 0 when there is no positive.
    /// </summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="scores">One score per sample, higher for the positive class: probabilities or decision values.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples or more than two classes, or a score is not finite.</exception>
    public static double AveragePrecision(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int? positiveClass = null, ReadOnlySpan<double> weights = default) =>
        AveragePrecision(CountThresholds("average precision", truth, scores, positiveClass, weights));

    /// <summary>The average precision of samples that may have several labels, averaged over the labels or the samples.</summary>
    /// <param name="truth">The labels of each sample; of classes, <see cref="LabelSets.OneHot"/> of them.</param>
    /// <param name="scores">Row-major (samples, labels).</param>
    /// <param name="average">Macro, weighted by the number of true samples, micro (all cells as one problem) or by samples. Default: macro.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, or a score is not finite.</exception>
    public static double AveragePrecision(
        LabelSets truth, ReadOnlySpan<double> scores, Average average = Average.Macro, ReadOnlySpan<double> weights = default) =>
        OverLabels("average precision", truth, scores, average, weights, AveragePrecision);

    /// <summary>The average precision of each label by itself.</summary>
    /// <inheritdoc cref="AveragePrecision(LabelSets, ReadOnlySpan{double}, Average, ReadOnlySpan{double})"/>
    public static double[] AveragePrecisionPerLabel(LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        EachLabel("average precision", truth, scores, weights, AveragePrecision);

    private delegate double ThresholdScore(Thresholds counts);

    private static double AveragePrecision(Thresholds counts)
    {
        if (counts.Positives == 0)
        {
            return 0;
        }

        double sum = 0, found = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            var hits = counts.TruePositives[i];
            var taken = hits + counts.FalsePositives[i];
            sum += taken == 0 ? 0 : (hits - found) * (hits / taken);
            found = hits;
        }

        return sum / counts.Positives;
    }

    private static double OverLabels(
        string metric, LabelSets truth, ReadOnlySpan<double> scores, Average average, ReadOnlySpan<double> weights, ThresholdScore score)
    {
        CheckLabelScores(metric, truth, scores, weights);
        switch (average)
        {
            case Average.Micro:
                var repeated = new double[weights.IsEmpty ? 0 : scores.Length];
                for (var i = 0; i < repeated.Length; i++)
                {
                    repeated[i] = weights[i / truth.Labels];
                }

                return score(Thresholds.Of(metric, truth.Flags, scores, repeated));
            case Average.Samples:
                double sum = 0, total = TotalWeight(metric, truth.Samples, weights);
                for (var i = 0; i < truth.Samples; i++)
                {
                    var weight = weights.IsEmpty ? 1 : weights[i];
                    var (start, length) = (i * truth.Labels, truth.Labels);
                    sum += weight == 0 ? 0 : weight * score(Thresholds.Of(metric, truth.Flags.Slice(start, length), scores.Slice(start, length), default));
                }

                return sum / total;
            case Average.Macro or Average.Weighted:
                var supports = new double[truth.Labels];
                for (var i = 0; i < scores.Length; i++)
                {
                    supports[i % truth.Labels] += truth.Flags[i] * (weights.IsEmpty ? 1 : weights[i / truth.Labels]);
                }

                if (average == Average.Macro)
                {
                    return EachLabel(metric, truth, scores, weights, score).Average();
                }

                var all = supports.Sum();
                if (Math.Abs(all) <= 1e-8)
                {
                    return 0;
                }

                var each = EachLabel(metric, truth, scores, weights, score);
                return each.Select((value, label) => supports[label] == 0 ? 0 : supports[label] * value).Sum() / all;
            default:
                throw new ArgumentException($"{metric}: Average.{average} is for two classes; choose Macro, Micro, Weighted or Samples.");
        }
    }

    private static double[] EachLabel(string metric, LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights, ThresholdScore score)
    {
        CheckLabelScores(metric, truth, scores, weights);
        var (flags, column, result) = (new byte[truth.Samples], new double[truth.Samples], new double[truth.Labels]);
        for (var label = 0; label < result.Length; label++)
        {
            Column(scores, label, truth.Labels, column);
            for (var i = 0; i < flags.Length; i++)
            {
                flags[i] = truth.Flags[(i * truth.Labels) + label];
            }

            result[label] = score(Thresholds.Of(metric, flags, column, weights));
        }

        return result;
    }

    private static void CheckLabelScores(string metric, LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(truth);
        CheckScores(metric, truth.Samples, scores.Length, truth.Labels);
        CheckWeights(metric, truth.Samples, weights);
        CheckFinite(metric, "score", scores);
    }
}
