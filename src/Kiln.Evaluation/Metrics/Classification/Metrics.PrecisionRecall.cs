namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>tp / (tp + fp): how many of the predictions of a class are right (scikit-learn: <c>precision_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to average over; those that occur when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double Precision(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        int positiveClass = 1,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null) =>
        Averaged(ScoreKind.Precision, truth, predicted, average, zeroDivision, positiveClass, weights, labels);

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="average">How the labels, or with <see cref="Average.Samples"/> the samples, are averaged; not <see cref="Average.Binary"/>.</param>
    /// <param name="zeroDivision">The value of a label or sample whose denominator is 0; NaN leaves it out of the average.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the average is <see cref="Average.Binary"/>.</exception>
    public static double Precision(
        LabelSets truth, LabelSets predicted, Average average, double zeroDivision = 0, ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Precision, truth, predicted, average, zeroDivision, weights);

    /// <summary>tp / (tp + fn): how many of the samples of a class are found (scikit-learn: <c>recall_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to average over; those that occur when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double Recall(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        int positiveClass = 1,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null) =>
        Averaged(ScoreKind.Recall, truth, predicted, average, zeroDivision, positiveClass, weights, labels);

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="average">How the labels, or with <see cref="Average.Samples"/> the samples, are averaged; not <see cref="Average.Binary"/>.</param>
    /// <param name="zeroDivision">The value of a label or sample whose denominator is 0; NaN leaves it out of the average.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the average is <see cref="Average.Binary"/>.</exception>
    public static double Recall(
        LabelSets truth, LabelSets predicted, Average average, double zeroDivision = 0, ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Recall, truth, predicted, average, zeroDivision, weights);

    /// <summary>2 tp / (2 tp + fp + fn), the harmonic mean of precision and recall (scikit-learn: <c>f1_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to average over; those that occur when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double F1(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        int positiveClass = 1,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null) =>
        Averaged(ScoreKind.F1, truth, predicted, average, zeroDivision, positiveClass, weights, labels);

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="average">How the labels, or with <see cref="Average.Samples"/> the samples, are averaged; not <see cref="Average.Binary"/>.</param>
    /// <param name="zeroDivision">The value of a label or sample whose denominator is 0; NaN leaves it out of the average.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the average is <see cref="Average.Binary"/>.</exception>
    public static double F1(
        LabelSets truth, LabelSets predicted, Average average, double zeroDivision = 0, ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.F1, truth, predicted, average, zeroDivision, weights);

    /// <summary>(1 + β²) tp / (β² (tp + fn) + tp + fp), the harmonic mean of precision and recall in which recall counts β times as much (scikit-learn: <c>fbeta_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="beta">The weight of recall, at least 0; infinity is recall alone.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to average over; those that occur when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double FBeta(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        double beta,
        Average average = Average.Binary,
        double zeroDivision = 0,
        int positiveClass = 1,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null) =>
        Averaged(ScoreKind.F(beta), truth, predicted, average, zeroDivision, positiveClass, weights, labels);

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="beta">The weight of recall, at least 0; infinity is recall alone.</param>
    /// <param name="average">How the labels, or with <see cref="Average.Samples"/> the samples, are averaged; not <see cref="Average.Binary"/>.</param>
    /// <param name="zeroDivision">The value of a label or sample whose denominator is 0; NaN leaves it out of the average.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the average is <see cref="Average.Binary"/>.</exception>
    public static double FBeta(
        LabelSets truth, LabelSets predicted, double beta, Average average, double zeroDivision = 0, ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.F(beta), truth, predicted, average, zeroDivision, weights);

    /// <summary>tp / (tp + fp + fn), the overlap of what was predicted and what is true (scikit-learn: <c>jaccard_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="labels">The classes to average over; those that occur when null.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double Jaccard(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        Average average = Average.Binary,
        double zeroDivision = 0,
        int positiveClass = 1,
        ReadOnlySpan<double> weights = default,
        IReadOnlyList<int>? labels = null) =>
        Averaged(ScoreKind.Jaccard, truth, predicted, average, zeroDivision, positiveClass, weights, labels);

    /// <summary>The same of samples that may have several labels.</summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="predicted">The labels predicted for it.</param>
    /// <param name="average">How the labels, or with <see cref="Average.Samples"/> the samples, are averaged; not <see cref="Average.Binary"/>.</param>
    /// <param name="zeroDivision">The value of a label or sample whose denominator is 0; NaN leaves it out of the average.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes differ, there are no samples, or the average is <see cref="Average.Binary"/>.</exception>
    public static double Jaccard(
        LabelSets truth, LabelSets predicted, Average average, double zeroDivision = 0, ReadOnlySpan<double> weights = default) =>
        Averaged(ScoreKind.Jaccard, truth, predicted, average, zeroDivision, weights);

    /// <summary>Precision, recall, F1 and support of each class that occurs on either side, in ascending order of the class.</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static ClassScores[] PerClass(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, double zeroDivision = 0) =>
        ConfusionMatrix(truth, predicted).PerClass(zeroDivision);
}
