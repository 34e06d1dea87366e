namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>True against false positive rate over all thresholds (scikit-learn: <c>roc_curve</c>).</summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="scores">One score per sample, higher for the positive class: probabilities or decision values.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <param name="weights">One weight per sample, or none; samples of weight zero are left out.</param>
    /// <param name="dropIntermediate">Whether points on a straight line between others are left out. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples or more than two classes, or a score is not finite.</exception>
    public static RocCurve RocCurve(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<double> scores,
        int? positiveClass = null,
        ReadOnlySpan<double> weights = default,
        bool dropIntermediate = true)
    {
        var counts = CountThresholds("roc curve", truth, scores, positiveClass, weights);
        var kept = new List<int>(counts.Count);
        for (var i = 0; i < counts.Count; i++)
        {
            if (!dropIntermediate || i == 0 || i == counts.Count - 1 || IsCorner(counts.FalsePositives, i) || IsCorner(counts.TruePositives, i))
            {
                kept.Add(i);
            }
        }

        double[] falseRates = new double[kept.Count + 1], trueRates = new double[kept.Count + 1], thresholds = new double[kept.Count + 1];
        thresholds[0] = counts.Scores[0] + 1;
        (falseRates[0], trueRates[0]) = (counts.Negatives > 0 ? 0 : double.NaN, counts.Positives > 0 ? 0 : double.NaN);
        for (var i = 0; i < kept.Count; i++)
        {
            thresholds[i + 1] = counts.Scores[kept[i]];
            falseRates[i + 1] = counts.Negatives > 0 ? counts.FalsePositives[kept[i]] / counts.Negatives : double.NaN;
            trueRates[i + 1] = counts.Positives > 0 ? counts.TruePositives[kept[i]] / counts.Positives : double.NaN;
        }

        return new RocCurve(falseRates, trueRates, thresholds);
    }

    /// <summary>Precision against recall over all thresholds (scikit-learn: <c>precision_recall_curve</c>); recall is 1 when there is no positive.</summary>
    /// <inheritdoc cref="DetectionErrorCurve"/>
    public static PrecisionRecallCurve PrecisionRecallCurve(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int? positiveClass = null, ReadOnlySpan<double> weights = default)
    {
        var counts = CountThresholds("precision-recall curve", truth, scores, positiveClass, weights);
        var n = counts.Count;
        double[] precisions = new double[n + 1], recalls = new double[n + 1], thresholds = new double[n];
        for (var i = 0; i < n; i++)
        {
            var taken = counts.TruePositives[i] + counts.FalsePositives[i];
            thresholds[n - 1 - i] = counts.Scores[i];
            precisions[n - 1 - i] = taken == 0 ? 0 : counts.TruePositives[i] / taken;
            recalls[n - 1 - i] = counts.Positives == 0 ? 1 : counts.TruePositives[i] / counts.Positives;
        }

        precisions[n] = 1;
        return new PrecisionRecallCurve(precisions, recalls, thresholds);
    }

    /// <summary>False positive against false negative rate over all thresholds (scikit-learn: <c>det_curve</c>).</summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="scores">One score per sample, higher for the positive class: probabilities or decision values.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <param name="weights">One weight per sample, or none; samples of weight zero are left out.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples or not two classes, or a score is not finite.</exception>
    public static DetectionErrorCurve DetectionErrorCurve(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int? positiveClass = null, ReadOnlySpan<double> weights = default)
    {
        var counts = CountThresholds("detection error curve", truth, scores, positiveClass, weights);
        CheckBoth("detection error curve", counts);

        // From the last threshold with the fewest false positives to the first that misses nothing.
        var first = 0;
        while (first + 1 < counts.Count && counts.FalsePositives[first + 1] <= counts.FalsePositives[0])
        {
            first++;
        }

        var last = 0;
        while (counts.TruePositives[last] < counts.Positives)
        {
            last++;
        }

        var n = Math.Max(0, last + 1 - first);
        double[] falsePositives = new double[n], falseNegatives = new double[n], thresholds = new double[n];
        for (var i = 0; i < n; i++)
        {
            falsePositives[n - 1 - i] = counts.FalsePositives[first + i] / counts.Negatives;
            falseNegatives[n - 1 - i] = (counts.Positives - counts.TruePositives[first + i]) / counts.Positives;
            thresholds[n - 1 - i] = counts.Scores[first + i];
        }

        return new DetectionErrorCurve(falsePositives, falseNegatives, thresholds);
    }

    /// <summary>How often what was given a probability came true, by bins (scikit-learn: <c>calibration_curve</c>).</summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="probabilities">The probability of the positive class, one per sample.</param>
    /// <param name="bins">Number of bins, at least 1; empty ones are left out. Default: 5.</param>
    /// <param name="cut">Whether bins are equally wide or equally full. Default: equally wide.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples or more than two classes, or a probability is outside [0, 1].</exception>
    public static CalibrationCurve CalibrationCurve(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<double> probabilities,
        int bins = 5,
        CalibrationBins cut = CalibrationBins.Uniform,
        int? positiveClass = null)
    {
        CheckLengths("calibration curve", truth.Length, probabilities.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var positive = Positive("calibration curve", truth, positiveClass);
        var edges = new double[bins + 1];
        for (var i = 0; i <= bins; i++)
        {
            edges[i] = cut == CalibrationBins.Uniform ? (double)i / bins : OrderStatistics.Quantile(probabilities.ToArray(), (double)i / bins);
        }

        double[] sums = new double[bins], hits = new double[bins];
        var counts = new int[bins];
        for (var i = 0; i < truth.Length; i++)
        {
            var p = probabilities[i];
            if (!(p is >= 0 and <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"calibration curve: sample {i} has the probability {p}, outside [0, 1]; apply a sigmoid to logits first."));
            }

            // The first inner edge that is not below the probability.
            var bin = 0;
            while (bin < bins - 1 && edges[bin + 1] < p)
            {
                bin++;
            }

            sums[bin] += p;
            hits[bin] += truth[i] == positive ? 1 : 0;
            counts[bin]++;
        }

        int[] full = [.. Enumerable.Range(0, bins).Where(bin => counts[bin] > 0)];
        return new CalibrationCurve(
            [.. full.Select(bin => sums[bin] / counts[bin])], [.. full.Select(bin => hits[bin] / counts[bin])], [.. full.Select(bin => counts[bin])]);
    }

    private static Thresholds CountThresholds(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int? positiveClass, ReadOnlySpan<double> weights)
    {
        CheckLengths(metric, truth.Length, scores.Length);
        CheckWeights(metric, truth.Length, weights);
        CheckFinite(metric, "score", scores);
        var positive = Positive(metric, truth, positiveClass);
        if (positiveClass is null && positive is not (0 or 1) && !truth.ContainsAnyExcept(positive))
        {
            throw new ArgumentException($"{metric}: all samples are of the class {positive}, which may be the positive one or the other; name the positive class.");
        }

        var flags = new byte[truth.Length];
        for (var i = 0; i < flags.Length; i++)
        {
            flags[i] = truth[i] == positive ? (byte)1 : (byte)0;
        }

        return Thresholds.Of(metric, flags, scores, weights);
    }

    private static void CheckBoth(string metric, Thresholds counts)
    {
        if (counts.Negatives == 0 || counts.Positives == 0)
        {
            throw new ArgumentException($"{metric}: the truth has only {(counts.Positives == 0 ? "negatives" : "positives")}; samples of both classes are needed.");
        }
    }

    private static bool IsCorner(ReadOnlySpan<double> counts, int i) => counts[i + 1] - counts[i] != counts[i] - counts[i - 1];
}
