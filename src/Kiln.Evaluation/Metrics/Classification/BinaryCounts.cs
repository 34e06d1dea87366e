namespace Kiln.Evaluation;

/// <summary>
/// How often one class or label was given and due, given and not due, and so on: a confusion matrix of two. With sample weights the
/// counts are sums of weights.
/// </summary>
/// <param name="TrueNegatives">Neither given nor due.</param>
/// <param name="FalsePositives">Given, but not due.</param>
/// <param name="FalseNegatives">Due, but not given.</param>
/// <param name="TruePositives">Given and due.</param>
public readonly record struct BinaryCounts(double TrueNegatives, double FalsePositives, double FalseNegatives, double TruePositives)
{
    /// <summary>Samples of the class: tp + fn.</summary>
    public double Support => TruePositives + FalseNegatives;

    /// <summary>Predictions of the class: tp + fp.</summary>
    public double Predicted => TruePositives + FalsePositives;

    /// <summary>tp / (tp + fp): how many of the predictions of the class are right.</summary>
    /// <param name="zeroDivision">The value when nothing was predicted.</param>
    public double Precision(double zeroDivision = 0) => Ratio(TruePositives, Predicted, zeroDivision);

    /// <summary>tp / (tp + fn): how many of the samples of the class are found.</summary>
    /// <param name="zeroDivision">The value when there is no sample of the class.</param>
    public double Recall(double zeroDivision = 0) => Ratio(TruePositives, Support, zeroDivision);

    /// <summary>tn / (tn + fp): how many of the samples of other classes are left alone.</summary>
    /// <param name="zeroDivision">The value when there are no others.</param>
    public double Specificity(double zeroDivision = 0) => Ratio(TrueNegatives, TrueNegatives + FalsePositives, zeroDivision);

    /// <summary>(1 + β²) tp / (β² (tp + fn) + tp + fp): the harmonic mean of precision and recall, the latter counting β times as much.</summary>
    /// <param name="beta">The weight of recall, at least 0; infinity is recall alone. Default: 1.</param>
    /// <param name="zeroDivision">The value when the class occurs on neither side.</param>
    public double F(double beta = 1, double zeroDivision = 0)
    {
        if (Predicted + Support == 0)
        {
            return zeroDivision;
        }

        if (double.IsPositiveInfinity(beta))
        {
            return Recall(zeroDivision);
        }

        var square = beta * beta;
        return Ratio((1 + square) * TruePositives, (square * Support) + Predicted, 0);
    }

    /// <summary>tp / (tp + fp + fn): the overlap of what was given and what was due.</summary>
    /// <param name="zeroDivision">The value when the class occurs on neither side.</param>
    public double Jaccard(double zeroDivision = 0) => Ratio(TruePositives, TruePositives + FalsePositives + FalseNegatives, zeroDivision);

    /// <summary>The counts of both together.</summary>
    /// <param name="a">Some counts.</param>
    /// <param name="b">Others.</param>
    public static BinaryCounts operator +(BinaryCounts a, BinaryCounts b) => new(
        a.TrueNegatives + b.TrueNegatives,
        a.FalsePositives + b.FalsePositives,
        a.FalseNegatives + b.FalseNegatives,
        a.TruePositives + b.TruePositives);

    private static double Ratio(double part, double whole, double zeroDivision) => whole == 0 ? zeroDivision : part / whole;
}
