namespace Kiln.Evaluation;

/// <summary>By what the cells of a confusion matrix are divided (scikit-learn: <c>normalize</c>).</summary>
public enum ConfusionShare
{
    /// <summary>By nothing: counts, or sums of weights.</summary>
    None,

    /// <summary>By the total of the true class, its row: the diagonal is recall (scikit-learn: <c>"true"</c>).</summary>
    OfTruth,

    /// <summary>By the total of the predicted class, its column: the diagonal is precision (scikit-learn: <c>"pred"</c>).</summary>
    OfPredicted,

    /// <summary>By the total of all (scikit-learn: <c>"all"</c>).</summary>
    OfAll,
}

public static partial class Metrics
{
    /// <summary>
    /// Counts per (true class, predicted class); the classes are the sorted distinct values of both sides (scikit-learn:
    /// <c>confusion_matrix</c>).
    /// </summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static ConfusionMatrix ConfusionMatrix(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        CheckLengths("confusion matrix", truth.Length, predicted.Length);
        var map = ClassMap.Of(truth, predicted);
        var matrix = new ConfusionMatrix(map.Classes);
        var counts = new int[map.Count * map.Count];
        var (t, p) = (map.Encode(truth), map.Encode(predicted));
        for (var i = 0; i < t.Length; i++)
        {
            counts[(t[i] * map.Count) + p[i]]++;
        }

        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (counts[cell] > 0)
            {
                matrix.Add(map.Classes[cell / map.Count], map.Classes[cell % map.Count], counts[cell]);
            }
        }

        return matrix;
    }

    /// <summary>Sums of sample weights, or shares, per (true class, predicted class) (scikit-learn: <c>confusion_matrix</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="share">By what the cells are divided. Default: by nothing. A cell of an empty row, column or table is 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes of the rows and columns, in this order; those that occur, ascending, when null. Samples of others are left out.</param>
    /// <returns>A new (classes, classes) array, the truth in the rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or none of the labels occurs in the truth.</exception>
    public static double[,] WeightedConfusion(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        ConfusionShare share = ConfusionShare.None,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null)
    {
        CheckLengths("confusion matrix", truth.Length, predicted.Length);
        CheckWeights("confusion matrix", truth.Length, weights);
        var cells = Cells("confusion matrix", truth, predicted, weights, labels, out var n);
        var result = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                var whole = share switch
                {
                    ConfusionShare.OfTruth => Total(cells, row * n, 1, n),
                    ConfusionShare.OfPredicted => Total(cells, column, n, n),
                    ConfusionShare.OfAll => Total(cells, 0, 1, n * n),
                    _ => 1,
                };
                result[row, column] = whole == 0 ? 0 : cells[(row * n) + column] / whole;
            }
        }

        return result;
    }

    /// <summary>
    /// The counts of each class against the rest (scikit-learn: <c>multilabel_confusion_matrix</c>): with them come precision, recall, F and
    /// Jaccard of each class.
    /// </summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to count, in this order; those that occur, ascending, when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or a label is given twice.</exception>
    public static BinaryCounts[] MultilabelConfusion(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default, IReadOnlyList<int>? labels = null)
    {
        CheckLengths("multilabel confusion", truth.Length, predicted.Length);
        CheckWeights("multilabel confusion", truth.Length, weights);
        return ClassTotals.Of("multilabel confusion", truth, predicted, weights, labels, out _);
    }

    /// <summary>The counts of each label, or with <paramref name="perSample"/> of each sample over its labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="perSample">Whether to count by sample (scikit-learn: <c>samplewise</c>). Default: by label.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, or there are no samples.</exception>
    public static BinaryCounts[] MultilabelConfusion(
        LabelSets truth, LabelSets predicted, bool perSample = false, ReadOnlySpan<double> weights = default)
    {
        CheckSets("multilabel confusion", truth, predicted, weights);
        if (!perSample)
        {
            return ClassTotals.OfLabels(truth, predicted, weights);
        }

        var counts = ClassTotals.OfSamples(truth, predicted);
        for (var i = 0; i < weights.Length; i++)
        {
            var (tn, fp, fn, tp) = counts[i];
            counts[i] = new BinaryCounts(weights[i] * tn, weights[i] * fp, weights[i] * fn, weights[i] * tp);
        }

        return counts;
    }

    /// <summary>The confusion matrix as row-major cells.</summary>
    private static double[] Cells(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights, IReadOnlyList<int>? labels, out int classes)
    {
        var map = ClassMap.Of(truth, predicted);
        var n = map.Count;
        if (n > Evaluation.ConfusionMatrix.MaximumClasses)
        {
            throw new ArgumentException($"{metric}: the data has {n} classes; at most {Evaluation.ConfusionMatrix.MaximumClasses} can be counted pair by pair.");
        }

        var cells = new double[n * n];
        var (t, p) = (map.Encode(truth), map.Encode(predicted));
        for (var i = 0; i < t.Length; i++)
        {
            cells[(t[i] * n) + p[i]] += weights.IsEmpty ? 1 : weights[i];
        }

        classes = n;
        if (labels is null)
        {
            return cells;
        }

        int[] places = [.. ClassTotals.Distinct(metric, labels).Select(value => map[value])];
        if (!places.Any(place => place >= 0 && t.Contains(place)))
        {
            throw new ArgumentException($"{metric}: none of the {places.Length} labels occurs in the truth.");
        }

        classes = places.Length;
        var chosen = new double[classes * classes];
        for (var i = 0; i < chosen.Length; i++)
        {
            var (row, column) = (places[i / classes], places[i % classes]);
            chosen[i] = row < 0 || column < 0 ? 0 : cells[(row * n) + column];
        }

        return chosen;
    }

    private static double Total(double[] cells, int start, int step, int count)
    {
        var sum = 0.0;
        for (var k = 0; k < count; k++)
        {
            sum += cells[start + (k * step)];
        }

        return sum;
    }
}
