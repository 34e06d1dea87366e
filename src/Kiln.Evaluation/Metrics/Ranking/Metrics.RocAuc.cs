namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// The area under the ROC curve: the chance that a positive scores higher than a negative, ties counting half (scikit-learn:
    /// <c>roc_auc_score</c>). 1 is perfect, 0.5 is chance.
    /// </summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="scores">One score per sample, higher for the positive class: probabilities or decision values.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <param name="maxFpr">
    /// The false positive rate, above 0 and at most 1, up to which the area counts; below 1 it is put on a scale from 0.5, chance, to 1 (D.
    /// McClish, Analyzing a Portion of the ROC Curve, 1989). Default: 1.
    /// </param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples of one of the classes, or a score is not finite.</exception>
    public static double RocAuc(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<double> scores,
        int? positiveClass = null,
        double maxFpr = 1,
        ReadOnlySpan<double> weights = default)
    {
        CheckMaxFpr(maxFpr);
        return Area("roc auc", CountThresholds("roc auc", truth, scores, positiveClass, weights), maxFpr);
    }

    /// <summary>The area under the ROC curve of samples that may have several labels, averaged over the labels or the samples.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="scores">Row-major (samples, labels).</param>
    /// <param name="average">Macro, weighted by the number of true samples, micro (all cells as one problem) or by samples. Default: macro.</param>
    /// <param name="maxFpr">The false positive rate up to which the area counts. Default: 1.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a label (or sample) has no positive or no negative, or a score is not finite.</exception>
    public static double RocAuc(
        LabelSets truth, ReadOnlySpan<double> scores, Average average = Average.Macro, double maxFpr = 1, ReadOnlySpan<double> weights = default)
    {
        CheckMaxFpr(maxFpr);
        return OverLabels("roc auc", truth, scores, average, weights, counts => Area("roc auc", counts, maxFpr));
    }

    /// <summary>The area under the ROC curve of each label by itself.</summary>
    /// <inheritdoc cref="RocAuc(LabelSets, ReadOnlySpan{double}, Average, double, ReadOnlySpan{double})"/>
    public static double[] RocAucPerLabel(
        LabelSets truth, ReadOnlySpan<double> scores, double maxFpr = 1, ReadOnlySpan<double> weights = default)
    {
        CheckMaxFpr(maxFpr);
        return EachLabel("roc auc", truth, scores, weights, counts => Area("roc auc", counts, maxFpr));
    }

    /// <summary>The area under the ROC curve of several classes (scikit-learn: <c>roc_auc_score</c> with <c>multi_class</c>).</summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="probabilities">Row-major (samples, classes), each row adding up to 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="scheme">Each class against the rest (the default), where every class must occur, or each pair of classes that occur.</param>
    /// <param name="average">Macro or weighted by the number of samples; of classes against the rest also micro. Default: macro.</param>
    /// <param name="weights">One weight per sample, or none; only of classes against the rest.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a row does not add up to 1, a class does not occur, or the average does not suit.</exception>
    public static double MulticlassRocAuc(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<double> probabilities,
        int classes,
        MulticlassScheme scheme = MulticlassScheme.OneVsRest,
        Average average = Average.Macro,
        ReadOnlySpan<double> weights = default)
    {
        CheckDistributions("roc auc", truth, probabilities, classes, weights);
        var pairs = scheme == MulticlassScheme.OneVsOne;
        if (average is not (Average.Macro or Average.Weighted) && (pairs || average != Average.Micro))
        {
            throw new ArgumentException($"roc auc: Average.{average} is not defined {(pairs ? "for pairs of classes" : "for several classes")}; choose Macro or Weighted.");
        }

        if (!pairs)
        {
            return RocAuc(LabelSets.OneHot(truth, classes), probabilities, average, 1, weights);
        }

        return weights.IsEmpty
            ? PairwiseArea(truth, probabilities, classes, average == Average.Weighted)
            : throw new ArgumentException("roc auc: pairs of classes take no sample weights; use MulticlassScheme.OneVsRest.");
    }

    /// <summary>The area under the ROC curve of each class against the rest.</summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1; every class must occur.</param>
    /// <param name="probabilities">Row-major (samples, classes), each row adding up to 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a row does not add up to 1, or a class does not occur.</exception>
    public static double[] RocAucPerClass(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default)
    {
        CheckDistributions("roc auc", truth, probabilities, classes, weights);
        return RocAucPerLabel(LabelSets.OneHot(truth, classes), probabilities, 1, weights);
    }

    /// <summary>The area under a curve by the trapezoidal rule (scikit-learn: <c>auc</c>).</summary>
    /// <param name="x">Positions, ascending or descending throughout, at least two.</param>
    /// <param name="y">Values, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are fewer than two points, or the positions go back and forth.</exception>
    public static double AreaUnderCurve(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        CheckLengths("area under curve", x.Length, y.Length);
        if (x.Length < 2)
        {
            throw new ArgumentException("area under curve: one point was given; at least two are needed.");
        }

        var area = 0.0;
        bool up = true, down = true;
        for (var i = 1; i < x.Length; i++)
        {
            var step = x[i] - x[i - 1];
            up &= step >= 0;
            down &= step <= 0;
            area += step * (y[i] + y[i - 1]) / 2;
        }

        return up ? area : down ? -area : throw new ArgumentException("area under curve: the positions neither ascend nor descend throughout.");
    }

    private static double Area(string metric, Thresholds counts, double maxFpr)
    {
        CheckBoth(metric, counts);
        double area = 0, x = 0, y = 0;
        var limit = maxFpr * counts.Negatives;
        for (var i = 0; i < counts.Count; i++)
        {
            var (nextX, nextY) = (counts.FalsePositives[i], counts.TruePositives[i]);
            if (nextX / counts.Negatives > maxFpr)
            {
                // The last step is cut where the limit is.
                area += (limit - x) * (y + y + ((nextY - y) * (limit - x) / (nextX - x)));
                break;
            }

            area += (nextX - x) * (y + nextY);
            (x, y) = (nextX, nextY);
        }

        area /= 2 * counts.Negatives * counts.Positives;
        var least = 0.5 * maxFpr * maxFpr;
        return maxFpr == 1 ? area : 0.5 * (1 + ((area - least) / (maxFpr - least)));
    }

    private static double PairwiseArea(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, bool weighted)
    {
        double sum = 0, total = 0;
        var members = new List<int>[classes];
        for (var c = 0; c < classes; c++)
        {
            members[c] = [];
        }

        for (var i = 0; i < truth.Length; i++)
        {
            members[truth[i]].Add(i);
        }

        for (var a = 0; a < classes; a++)
        {
            for (var b = a + 1; b < classes; b++)
            {
                if (members[a].Count > 0 && members[b].Count > 0)
                {
                    var weight = weighted ? members[a].Count + members[b].Count : 1;
                    sum += weight * (Pair(members[a], members[b], probabilities, a, classes) + Pair(members[b], members[a], probabilities, b, classes)) / 2;
                    total += weight;
                }
            }
        }

        return total > 0 ? sum / total : throw new ArgumentException("roc auc: the truth has one class only; samples of two are needed.");
    }

    private static double Pair(List<int> positives, List<int> negatives, ReadOnlySpan<double> probabilities, int column, int columns)
    {
        var scores = new double[positives.Count + negatives.Count];
        var flags = new byte[scores.Length];
        flags.AsSpan(0, positives.Count).Fill(1);
        for (var i = 0; i < scores.Length; i++)
        {
            var row = i < positives.Count ? positives[i] : negatives[i - positives.Count];
            scores[i] = probabilities[(row * columns) + column];
        }

        return Area("roc auc", Thresholds.Of("roc auc", flags, scores, default), 1);
    }

    private static void CheckMaxFpr(double maxFpr)
    {
        if (!(maxFpr is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(maxFpr), FormattableString.Invariant($"roc auc: maxFpr is {maxFpr}; expected above 0 and at most 1."));
        }
    }

    private static void CheckDistributions(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        CheckScores(metric, truth.Length, probabilities.Length, classes);
        CheckWeights(metric, truth.Length, weights);
        CheckFinite(metric, "probability", probabilities);
        for (var row = 0; row < truth.Length; row++)
        {
            CheckLabel(metric, truth[row], row, classes);
            var sum = 0.0;
            foreach (var p in probabilities.Slice(row * classes, classes))
            {
                sum += p;
            }

            if (Math.Abs(sum - 1) > 1e-8 + (1e-5 * Math.Abs(sum)))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{metric}: the probabilities of sample {row} add up to {sum:R}, not 1; apply a softmax to logits first."));
            }
        }
    }
}
