namespace Kiln.Evaluation;

/// <summary>
/// Scores of predictions against the truth, with the meaning and the argument order (truth first) of scikit-learn's
/// <c>sklearn.metrics</c>. Every function is pure, computes in float64 and throws <see cref="ArgumentException"/> when the two sides
/// differ in length or are empty. For scores that accumulate batch by batch see <see cref="IMetric"/>.
/// </summary>
public static partial class Metrics
{
    /// <summary>Throws unless both sides have the same, non-zero length.</summary>
    private static void CheckLengths(string metric, int truth, int predicted)
    {
        if (truth != predicted)
        {
            throw new ArgumentException(
                $"{metric}: the two sides differ in length: {truth} true values, {predicted} predictions; "
                + "one prediction per sample is expected.");
        }

        if (truth == 0)
        {
            throw new ArgumentException($"{metric}: no samples were given; at least one is needed.");
        }
    }

    /// <summary>Throws unless <paramref name="scores"/> is a full (samples, classes) matrix for the truth.</summary>
    private static void CheckScores(string metric, int samples, int scores, int classes)
    {
        if (classes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classes), classes, $"{metric}: the number of classes must be at least 1.");
        }

        if ((long)samples * classes != scores)
        {
            throw new ArgumentException(
                $"{metric}: {samples} samples of {classes} classes need {(long)samples * classes} scores, {scores} were given; "
                + "expected row-major (samples, classes).");
        }

        if (samples == 0)
        {
            throw new ArgumentException($"{metric}: no samples were given; at least one is needed.");
        }
    }

    /// <summary>Throws unless a label is an index into a row of <paramref name="classes"/> scores.</summary>
    private static void CheckLabel(string metric, long label, int row, int classes)
    {
        if ((ulong)label >= (ulong)classes)
        {
            throw new ArgumentException(
                $"{metric}: the label at sample {row} is {label}, but the scores have {classes} classes (0 to {classes - 1}).");
        }
    }
}
