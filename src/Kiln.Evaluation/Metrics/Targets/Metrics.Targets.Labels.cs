using Kiln.Data;

namespace Kiln.Evaluation;

/// <summary>The same scores of labels as <see cref="Target"/>, which models predict: texts and numbers alike; tensors and arrays convert by themselves.</summary>
public static partial class Metrics
{
    /// <summary>The fraction of samples whose label is predicted right; of several 0/1 outputs, all of whose are.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Accuracy(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        if (truth is { Outputs: > 1 })
        {
            return Accuracy(Sets("accuracy", truth), Sets("accuracy", predicted), weights);
        }

        var codes = LabelCodes.Of("accuracy", truth, predicted);
        return Accuracy(codes.Truth, codes.Predicted, weights);
    }

    /// <summary>The fraction of samples that are predicted wrong, 1 − accuracy.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double ZeroOneLoss(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        if (truth is { Outputs: > 1 })
        {
            return ZeroOneLoss(Sets("zero-one loss", truth), Sets("zero-one loss", predicted), weights);
        }

        var codes = LabelCodes.Of("zero-one loss", truth, predicted);
        return ZeroOneLoss(codes.Truth, codes.Predicted, weights);
    }

    /// <summary>The fraction of wrong labels.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double HammingLoss(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        if (truth is { Outputs: > 1 })
        {
            return HammingLoss(Sets("hamming loss", truth), Sets("hamming loss", predicted), weights);
        }

        var codes = LabelCodes.Of("hamming loss", truth, predicted);
        return HammingLoss(codes.Truth, codes.Predicted, weights);
    }

    /// <summary>Accuracy in which rare classes count as much as frequent ones: the mean of the recalls of the classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="adjusted">Whether chance is made 0. Default: false.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double BalancedAccuracy(Target truth, Target predicted, bool adjusted = false, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Of("balanced accuracy", truth, predicted);
        return BalancedAccuracy(codes.Truth, codes.Predicted, adjusted, weights);
    }

    /// <summary>How many of the predictions of a class are right.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveLabel">The label that <see cref="Average.Binary"/> reports; null for 1, or of two texts the one that sorts last.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Precision(
        Target truth,
        Target predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        string? positiveLabel = null,
        ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Precision, truth, predicted, average, zeroDivision, positiveLabel, weights);

    /// <summary>How many of the samples of a class are found.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveLabel">The label that <see cref="Average.Binary"/> reports; null for 1, or of two texts the one that sorts last.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Recall(
        Target truth,
        Target predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        string? positiveLabel = null,
        ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Recall, truth, predicted, average, zeroDivision, positiveLabel, weights);

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveLabel">The label that <see cref="Average.Binary"/> reports; null for 1, or of two texts the one that sorts last.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double F1(
        Target truth,
        Target predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        string? positiveLabel = null,
        ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.F1, truth, predicted, average, zeroDivision, positiveLabel, weights);

    /// <summary>The harmonic mean of precision and recall in which recall counts β times as much.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="beta">The weight of recall, at least 0; infinity is recall alone.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveLabel">The label that <see cref="Average.Binary"/> reports; null for 1, or of two texts the one that sorts last.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double FBeta(
        Target truth,
        Target predicted,
        double beta,
        Average average = Average.Binary,
        double zeroDivision = 0,
        string? positiveLabel = null,
        ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.F(beta), truth, predicted, average, zeroDivision, positiveLabel, weights);

    /// <summary>The overlap of what was predicted and what is true.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveLabel">The label that <see cref="Average.Binary"/> reports; null for 1, or of two texts the one that sorts last.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double Jaccard(
        Target truth,
        Target predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        string? positiveLabel = null,
        ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Jaccard, truth, predicted, average, zeroDivision, positiveLabel, weights);

    /// <summary>Matthews' correlation coefficient, for any number of classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double MatthewsCorrelation(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Of("matthews correlation", truth, predicted);
        return MatthewsCorrelation(codes.Truth, codes.Predicted, weights);
    }

    /// <summary>Cohen's κ: how far two raters agree beyond chance.</summary>
    /// <param name="first">The labels that one rater gave.</param>
    /// <param name="second">The labels that the other gave.</param>
    /// <param name="disagreement">How much a disagreement weighs. Default: all the same.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static double CohenKappa(
        Target first, Target second, KappaWeights disagreement = KappaWeights.None, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Of("cohen kappa", first, second);
        return CohenKappa(codes.Truth, codes.Predicted, disagreement, weights);
    }

    /// <summary>How much more likely a positive (or a negative) prediction is for a sample of the greater of two classes.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static (double Positive, double Negative) LikelihoodRatios(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        var codes = LabelCodes.Of("likelihood ratios", truth, predicted);
        return LikelihoodRatios(codes.Truth, codes.Predicted, weights);
    }

    /// <summary>Counts per (true label, predicted label), for the labels that occur on either side.</summary>
    /// <param name="truth">The true labels: whole numbers or texts.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static ConfusionMatrix ConfusionMatrix(Target truth, Target predicted)
    {
        var codes = LabelCodes.Of("confusion matrix", truth, predicted);
        var counts = ConfusionMatrix(codes.Truth, codes.Predicted);
        return codes.Names is { } names ? counts.Named([.. counts.Classes.Select(c => names[c])]) : counts;
    }

    /// <summary>Precision, recall, F1 and support of each label, and their averages; printed, the text of scikit-learn's <c>classification_report</c>.</summary>
    /// <param name="truth">The true labels: whole numbers or texts; or several 0/1 outputs.</param>
    /// <param name="predicted">The predicted labels.</param>
    /// <param name="names">A name for each label, ascending; the labels themselves when null.</param>
    /// <param name="digits">Digits after the point in the text, 0 to 15. Default: 2.</param>
    /// <param name="zeroDivision">The value of a score whose denominator is 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in length or hold no labels, or the data does not suit the score.</exception>
    public static ClassificationReport ClassificationReport(
        Target truth,
        Target predicted,
        IReadOnlyList<string>? names = null,
        int digits = 2,
        double zeroDivision = 0,
        ReadOnlySpan<double> weights = default)
    {
        if (truth is { Outputs: > 1 })
        {
            return ClassificationReport(Sets("classification report", truth), Sets("classification report", predicted), names, digits, zeroDivision, weights);
        }

        var codes = LabelCodes.Of("classification report", truth, predicted);
        return ClassificationReport(codes.Truth, codes.Predicted, null, names ?? codes.Names, digits, zeroDivision, weights);
    }

    private static double Averaged(
        ScoreKind kind, Target truth, Target predicted, Average average, double zeroDivision, string? positiveLabel, ReadOnlySpan<double> weights)
    {
        if (truth is { Outputs: > 1 })
        {
            return Averaged(kind, Sets(kind.Name, truth), Sets(kind.Name, predicted), average, zeroDivision, weights);
        }

        var codes = LabelCodes.Of(kind.Name, truth, predicted);
        return Averaged(kind, codes.Truth, codes.Predicted, average, zeroDivision, codes.CodeOf(kind.Name, positiveLabel), weights, null);
    }

    private static LabelSets Sets(string metric, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return LabelSets.Of(target.Numbers(metric), target.Outputs);
    }
}
