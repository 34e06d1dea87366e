using System.Globalization;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>tp / (tp + fp): how many of the predictions of a class are right (scikit-learn: <c>precision_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <param name="average">How the classes are averaged; <see cref="Average.Binary"/> by default, which refuses more than two classes.</param>
    /// <param name="zeroDivision">The value of a class whose denominator is 0; NaN leaves such a class out of the average.</param>
    /// <param name="positiveClass">The class that <see cref="Average.Binary"/> reports.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the data does not suit <paramref name="average"/>.</exception>
    public static double Precision(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Binary, double zeroDivision = 0, int positiveClass = 1) =>
        Averages("precision", truth, predicted, average, zeroDivision, positiveClass).Precision;

    /// <summary>tp / (tp + fn): how many of the samples of a class are found (scikit-learn: <c>recall_score</c>).</summary>
    /// <inheritdoc cref="Precision(ReadOnlySpan{int}, ReadOnlySpan{int}, Average, double, int)"/>
    public static double Recall(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Binary, double zeroDivision = 0, int positiveClass = 1) =>
        Averages("recall", truth, predicted, average, zeroDivision, positiveClass).Recall;

    /// <summary>2 tp / (2 tp + fp + fn), the harmonic mean of precision and recall (scikit-learn: <c>f1_score</c>).</summary>
    /// <inheritdoc cref="Precision(ReadOnlySpan{int}, ReadOnlySpan{int}, Average, double, int)"/>
    public static double F1(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average = Average.Binary, double zeroDivision = 0, int positiveClass = 1) =>
        Averages("f1", truth, predicted, average, zeroDivision, positiveClass).F1;

    /// <summary>Precision, recall, F1 and support of each class that occurs on either side, in ascending order of the class.</summary>
    /// <inheritdoc cref="Precision(ReadOnlySpan{int}, ReadOnlySpan{int}, Average, double, int)"/>
    public static ClassScores[] PerClass(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, double zeroDivision = 0) =>
        ConfusionMatrix(truth, predicted).PerClass(zeroDivision);

    /// <summary>Counts per (true class, predicted class); the classes are the sorted distinct values of both sides.</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static ConfusionMatrix ConfusionMatrix(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        CheckLengths("confusion matrix", truth.Length, predicted.Length);
        var classes = new SortedSet<int>();
        foreach (var value in truth)
        {
            classes.Add(value);
        }

        foreach (var value in predicted)
        {
            classes.Add(value);
        }

        var matrix = new ConfusionMatrix([.. classes]);
        matrix.Add(truth, predicted);
        return matrix;
    }

    private static ClassScores Averages(
        string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, Average average, double zeroDivision, int positiveClass)
    {
        CheckLengths(metric, truth.Length, predicted.Length);
        var matrix = ConfusionMatrix(truth, predicted);
        return average == Average.Binary
            ? PositiveClass(metric, matrix, zeroDivision, positiveClass)
            : matrix.Averaged(average, zeroDivision);
    }

    private static ClassScores PositiveClass(string metric, ConfusionMatrix matrix, double zeroDivision, int positiveClass)
    {
        if (matrix.ClassCount > 2)
        {
            throw new ArgumentException(
                $"{metric}: the data has {matrix.ClassCount} classes, but Average.Binary needs two; "
                + "choose Average.Macro, Micro or Weighted.");
        }

        foreach (var scores in matrix.PerClass(zeroDivision))
        {
            if (scores.Class == positiveClass)
            {
                return scores;
            }
        }

        if (matrix.ClassCount == 2)
        {
            throw new ArgumentException(
                $"{metric}: the positive class {positiveClass} does not occur; the classes are {matrix.Classes[0]} "
                + $"and {matrix.Classes[1]}. Set positiveClass.");
        }

        return new ClassScores(positiveClass, positiveClass.ToString(CultureInfo.InvariantCulture), zeroDivision, zeroDivision, zeroDivision, 0);
    }
}
