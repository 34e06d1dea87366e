namespace Kiln.Evaluation;

/// <summary>How much a disagreement of two raters weighs (scikit-learn: <c>weights</c> of <c>cohen_kappa_score</c>).</summary>
public enum KappaWeights
{
    /// <summary>All disagreements weigh the same.</summary>
    None,

    /// <summary>By the distance of the classes in their order.</summary>
    Linear,

    /// <summary>By the square of that distance.</summary>
    Quadratic,
}

public static partial class Metrics
{
    /// <summary>
    /// Cohen's κ: how far two raters agree beyond what chance would give; 1 is full agreement, 0 chance (scikit-learn:
    /// <c>cohen_kappa_score</c>). NaN when both know one and the same class only.
    /// </summary>
    /// <param name="first">The classes that one rater gave.</param>
    /// <param name="second">The classes that the other gave, as many.</param>
    /// <param name="disagreement">How much a disagreement weighs. Default: all the same.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes, in their order; those that occur, ascending, when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or none of the labels occurs.</exception>
    public static double CohenKappa(
        ReadOnlySpan<int> first,
        ReadOnlySpan<int> second,
        KappaWeights disagreement = KappaWeights.None,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null)
    {
        CheckLengths("cohen kappa", first.Length, second.Length);
        CheckWeights("cohen kappa", first.Length, weights);
        var cells = Cells("cohen kappa", first, second, weights, labels, out var n);
        var rows = new double[n];
        var columns = new double[n];
        for (var i = 0; i < n; i++)
        {
            (rows[i], columns[i]) = (Total(cells, i * n, 1, n), Total(cells, i, n, n));
        }

        var total = columns.Sum();
        double observed = 0, expected = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double distance = Math.Abs(i - j);
                var weight = disagreement switch
                {
                    KappaWeights.Linear => distance,
                    KappaWeights.Quadratic => distance * distance,
                    _ => i == j ? 0 : 1,
                };
                observed += weight * cells[(i * n) + j];
                expected += weight * (columns[i] * rows[j] / total);
            }
        }

        return 1 - (observed / expected);
    }

    /// <summary>
    /// Matthews' correlation coefficient, for any number of classes (scikit-learn: <c>matthews_corrcoef</c>): 1 is perfect, 0 is chance, −1
    /// is all wrong; it stays fair when classes differ in size. 0 when a side knows one class only. Gorodkin, Comparing two K-category
    /// assignments by a K-category correlation coefficient, 2004.
    /// </summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double MatthewsCorrelation(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("matthews correlation", truth.Length, predicted.Length);
        CheckWeights("matthews correlation", truth.Length, weights);
        double correct = 0, total = 0, crossed = 0, trueSquares = 0, predictedSquares = 0;
        foreach (var counts in ClassTotals.Of("matthews correlation", truth, predicted, weights, null, out _))
        {
            correct += counts.TruePositives;
            total += counts.Predicted;
            crossed += counts.Support * counts.Predicted;
            trueSquares += counts.Support * counts.Support;
            predictedSquares += counts.Predicted * counts.Predicted;
        }

        var spread = ((total * total) - predictedSquares) * ((total * total) - trueSquares);
        return spread == 0 ? 0 : ((correct * total) - crossed) / Math.Sqrt(spread);
    }

    /// <summary>
    /// How much more likely a positive (or a negative) prediction is for a sample of class 1 than for one of class 0 (scikit-learn:
    /// <c>class_likelihood_ratios</c>); NaN where the divisor is zero.
    /// </summary>
    /// <param name="truth">True class of each sample, of two; the greater is the positive one.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <returns>(recall / (1 − specificity), (1 − recall) / specificity).</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or there are more than two classes.</exception>
    public static (double Positive, double Negative) LikelihoodRatios(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("likelihood ratios", truth.Length, predicted.Length);
        CheckWeights("likelihood ratios", truth.Length, weights);
        var counts = ClassTotals.Of("likelihood ratios", truth, predicted, weights, null, out var classes);
        if (classes.Length > 2)
        {
            throw new ArgumentException($"likelihood ratios: the data has {classes.Length} classes; two are expected.");
        }

        if (classes.Length < 2)
        {
            return (double.NaN, double.NaN);
        }

        var (tn, fp, fn, tp) = counts[1];
        var (positives, negatives) = (tp + fn, tn + fp);
        return (
            fp == 0 || positives == 0 ? double.NaN : tp * negatives / (fp * positives),
            tn == 0 || positives == 0 ? double.NaN : fn * negatives / (tn * positives));
    }
}
