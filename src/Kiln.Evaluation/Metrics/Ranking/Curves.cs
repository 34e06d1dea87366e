namespace Kiln.Evaluation;

/// <summary>The share of positives found against the share of negatives taken for positives, over all thresholds.</summary>
/// <param name="FalsePositiveRates">Ascending from 0; NaN when there is no negative.</param>
/// <param name="TruePositiveRates">As many, ascending from 0; NaN when there is no positive.</param>
/// <param name="Thresholds">The scores from which on a sample is taken for positive, descending; the first lies 1 above the highest score.</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRates, IReadOnlyList<double> TruePositiveRates, IReadOnlyList<double> Thresholds)
{
    /// <summary>The area under the curve: 1 is perfect, 0.5 is chance.</summary>
    public double Area => Metrics.AreaUnderCurve([.. FalsePositiveRates], [.. TruePositiveRates]);
}

/// <summary>How many of those taken for positive are right, against how many of the positives are found, over all thresholds.</summary>
/// <param name="Precisions">One per threshold, and 1 at the end.</param>
/// <param name="Recalls">As many, descending, and 0 at the end.</param>
/// <param name="Thresholds">The scores from which on a sample is taken for positive, ascending; one fewer.</param>
public sealed record PrecisionRecallCurve(
    IReadOnlyList<double> Precisions, IReadOnlyList<double> Recalls, IReadOnlyList<double> Thresholds)
{
    /// <summary>The mean of the precisions weighted by the step in recall: the area under the stairs.</summary>
    public double AveragePrecision => Enumerable.Range(0, Precisions.Count - 1).Sum(i => (Recalls[i] - Recalls[i + 1]) * Precisions[i]);
}

/// <summary>The two kinds of error against each other, over all thresholds: detection error tradeoff.</summary>
/// <param name="FalsePositiveRates">The share of negatives taken for positives, descending.</param>
/// <param name="FalseNegativeRates">The share of positives missed, ascending.</param>
/// <param name="Thresholds">The scores from which on a sample is taken for positive, ascending.</param>
public sealed record DetectionErrorCurve(
    IReadOnlyList<double> FalsePositiveRates, IReadOnlyList<double> FalseNegativeRates, IReadOnlyList<double> Thresholds);

/// <summary>How often what was given a probability came true, by bins of the probability.</summary>
/// <param name="Predicted">Mean probability in each bin that is not empty.</param>
/// <param name="Observed">The share of positives there.</param>
/// <param name="Counts">The number of samples there.</param>
public sealed record CalibrationCurve(IReadOnlyList<double> Predicted, IReadOnlyList<double> Observed, IReadOnlyList<int> Counts);

/// <summary>How the bins of a calibration curve are cut.</summary>
public enum CalibrationBins
{
    /// <summary>Equally wide.</summary>
    Uniform,

    /// <summary>Equally full.</summary>
    Quantile,
}

/// <summary>How a score of two classes is taken to several (scikit-learn: <c>multi_class</c>).</summary>
public enum MulticlassScheme
{
    /// <summary>Each class against all others together.</summary>
    OneVsRest,

    /// <summary>Each pair of classes, both ways (D. Hand and R. Till, A Simple Generalisation of the Area Under the ROC Curve, 2001).</summary>
    OneVsOne,
}
