using System.Globalization;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Precision, recall, F1 and support of each class, and their averages (scikit-learn: <c>classification_report</c>). Printed, it is the
    /// same text as there.
    /// </summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="labels">The classes to report, in this order; those that occur, ascending, when null.</param>
    /// <param name="names">A name for each class reported; their numbers when null.</param>
    /// <param name="digits">Digits after the point in the text, 0 to 15. Default: 2.</param>
    /// <param name="zeroDivision">The value of a score whose denominator is 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the number of names differs.</exception>
    public static ClassificationReport ClassificationReport(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        IReadOnlyList<int>? labels = null,
        IReadOnlyList<string>? names = null,
        int digits = 2,
        double zeroDivision = 0,
        ReadOnlySpan<double> weights = default)
    {
        CheckLengths("classification report", truth.Length, predicted.Length);
        CheckWeights("classification report", truth.Length, weights);
        var counts = ClassTotals.Of("classification report", truth, predicted, weights, labels, out var classes);
        var map = ClassMap.Of(truth, predicted);
        var all = labels is null || (classes.Length == map.Count && Array.TrueForAll(classes, c => map[c] >= 0));

        // Without a single hit scikit-learn counts in floating point, and its text shows it.
        var whole = weights.IsEmpty && Hits(truth, predicted, default) > 0;
        return Report(counts, names ?? [.. classes.Select(static c => c.ToString(CultureInfo.InvariantCulture))], all, null, digits, zeroDivision, whole);
    }

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="names">A name for each label; their numbers when null.</param>
    /// <param name="digits">Digits after the point in the text, 0 to 15. Default: 2.</param>
    /// <param name="zeroDivision">The value of a score whose denominator is 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the number of names differs.</exception>
    public static ClassificationReport ClassificationReport(
        LabelSets truth,
        LabelSets predicted,
        IReadOnlyList<string>? names = null,
        int digits = 2,
        double zeroDivision = 0,
        ReadOnlySpan<double> weights = default)
    {
        CheckSets("classification report", truth, predicted, weights);
        _ = TotalWeight("classification report", truth.Samples, weights);
        var counts = ClassTotals.OfLabels(truth, predicted, weights);
        var samples = ClassTotals.OfSamples(truth, predicted);
        var line = new ReportLine(
            "samples avg",
            ScoreKind.Precision.Over(samples, Average.Samples, zeroDivision, weights),
            ScoreKind.Recall.Over(samples, Average.Samples, zeroDivision, weights),
            ScoreKind.F1.Over(samples, Average.Samples, zeroDivision, weights),
            counts.Sum(static c => c.Support));
        names ??= [.. Enumerable.Range(0, truth.Labels).Select(static c => c.ToString(CultureInfo.InvariantCulture))];
        return Report(counts, names, false, line, digits, zeroDivision, weights.IsEmpty);
    }

    private static ClassificationReport Report(
        BinaryCounts[] counts, IReadOnlyList<string> names, bool microIsAccuracy, ReportLine? samples, int digits, double zeroDivision, bool whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 15);
        if (names.Count != counts.Length)
        {
            throw new ArgumentException($"classification report: {names.Count} names were given for {counts.Length} classes; give one per class or none.");
        }

        var support = counts.Sum(static c => c.Support);
        ReportLine Line(string label, Average average) => new(
            label,
            ScoreKind.Precision.Over(counts, average, zeroDivision),
            ScoreKind.Recall.Over(counts, average, zeroDivision),
            ScoreKind.F1.Over(counts, average, zeroDivision),
            support);
        return new ClassificationReport(
            [.. counts.Select((c, i) => new ReportLine(names[i], c.Precision(zeroDivision), c.Recall(zeroDivision), c.F(1, zeroDivision), c.Support))],
            Line("micro avg", Average.Micro),
            microIsAccuracy,
            Line("macro avg", Average.Macro),
            Line("weighted avg", Average.Weighted),
            samples,
            digits,
            whole);
    }
}
