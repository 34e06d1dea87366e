namespace Kiln.Evaluation;

/// <summary>One kind of mistake and how often it was made.</summary>
/// <param name="Truth">Row of the true class.</param>
/// <param name="Predicted">Column of the class it was taken for.</param>
/// <param name="TruthLabel">Name of the true class.</param>
/// <param name="PredictedLabel">Name of the predicted class.</param>
/// <param name="Count">How often.</param>
/// <param name="Rate">Count as a fraction of the samples of the true class.</param>
public readonly record struct ConfusedPair(int Truth, int Predicted, string TruthLabel, string PredictedLabel, long Count, double Rate);

public sealed partial class ConfusionMatrix
{
    /// <summary>Precision, recall, F1 and support of each class, in the order of the rows.</summary>
    /// <param name="zeroDivision">The value of a score whose denominator is 0 (scikit-learn: <c>zero_division</c>).</param>
    public ClassScores[] PerClass(double zeroDivision = 0)
    {
        var result = new ClassScores[ClassCount];
        for (var c = 0; c < ClassCount; c++)
        {
            result[c] = Scores(_classes[c], _labels[c], this[c, c], ColumnTotal(c), RowTotal(c), zeroDivision);
        }

        return result;
    }

    /// <summary>Precision, recall and F1 averaged over the classes; <see cref="ClassScores.Class"/> is −1 and the label names the average.</summary>
    /// <param name="average"><see cref="Average.Macro"/>, <see cref="Average.Micro"/> or <see cref="Average.Weighted"/>.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves it out of the average.</param>
    /// <exception cref="ArgumentException"><paramref name="average"/> is <see cref="Average.Binary"/>, which averages nothing.</exception>
    public ClassScores Averaged(Average average, double zeroDivision = 0)
    {
        var total = Total;
        switch (average)
        {
            case Average.Micro:
                return Scores(-1, "micro average", Correct, total, total, zeroDivision);
            case Average.Macro or Average.Weighted:
                var classes = PerClass(zeroDivision);
                var weighted = average == Average.Weighted;
                return new ClassScores(
                    -1,
                    weighted ? "weighted average" : "macro average",
                    Mean(classes, static s => s.Precision, weighted),
                    Mean(classes, static s => s.Recall, weighted),
                    Mean(classes, static s => s.F1, weighted),
                    total);
            default:
                throw new ArgumentException($"confusion matrix: {average} is not an average over classes; "
                    + "choose Macro, Micro or Weighted.");
        }
    }

    /// <summary>The most frequent mistakes, most frequent first; equal counts in the order of rows, then columns.</summary>
    /// <param name="count">At most so many.</param>
    public IReadOnlyList<ConfusedPair> MostConfused(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pairs = new List<ConfusedPair>();
        for (var row = 0; row < ClassCount; row++)
        {
            var total = RowTotal(row);
            for (var column = 0; column < ClassCount; column++)
            {
                var wrong = this[row, column];
                if (row != column && wrong > 0)
                {
                    pairs.Add(new ConfusedPair(row, column, _labels[row], _labels[column], wrong, (double)wrong / total));
                }
            }
        }

        return [.. pairs.OrderByDescending(static p => p.Count).Take(count)];
    }

    // F1 from the counts, 2 tp / (predicted + true), so that it is undefined only for a class that occurs on neither side.
    private static ClassScores Scores(int value, string label, long hits, long predicted, long support, double zeroDivision) =>
        new(
            value,
            label,
            predicted == 0 ? zeroDivision : (double)hits / predicted,
            support == 0 ? zeroDivision : (double)hits / support,
            predicted + support == 0 ? zeroDivision : 2.0 * hits / (predicted + support),
            support);

    private static double Mean(ClassScores[] classes, Func<ClassScores, double> score, bool weighted)
    {
        double sum = 0, weights = 0, plain = 0;
        var defined = 0;
        foreach (var scores in classes)
        {
            var value = score(scores);
            if (double.IsNaN(value))
            {
                continue;
            }

            var weight = weighted ? scores.Support : 1.0;
            sum += weight * value;
            weights += weight;
            plain += value;
            defined++;
        }

        // Only classes without support are left: scikit-learn then falls back to the plain mean.
        return weights > 0 ? sum / weights : plain / defined;
    }
}
