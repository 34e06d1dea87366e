namespace Kiln.Evaluation;

public static partial class Metrics
{
    private static double Averaged(
        ScoreKind kind,
        ReadOnlySpan<int> truth,
        ReadOnlySpan<int> predicted,
        Average average,
        double zeroDivision,
        int positiveClass,
        ReadOnlySpan<double> weights,
        IReadOnlyList<int>? labels)
    {
        CheckLengths(kind.Name, truth.Length, predicted.Length);
        CheckWeights(kind.Name, truth.Length, weights);
        if (average == Average.Samples)
        {
            throw new ArgumentException($"{kind.Name}: Average.Samples needs samples with several labels; give LabelSets, or choose Macro, Micro or Weighted.");
        }

        var binary = average == Average.Binary;
        var counts = ClassTotals.Of(kind.Name, truth, predicted, weights, binary ? null : labels, out var classes);
        return binary ? PositiveClass(kind, counts, classes, zeroDivision, positiveClass) : kind.Over(counts, average, zeroDivision);
    }

    private static double Averaged(
        ScoreKind kind, LabelSets truth, LabelSets predicted, Average average, double zeroDivision, ReadOnlySpan<double> weights)
    {
        CheckSets(kind.Name, truth, predicted, weights);
        if (average == Average.Binary)
        {
            throw new ArgumentException($"{kind.Name}: Average.Binary is for two classes; for label sets choose Macro, Micro, Weighted or Samples.");
        }

        if (average != Average.Samples)
        {
            return kind.Over(ClassTotals.OfLabels(truth, predicted, weights), average, zeroDivision);
        }

        _ = TotalWeight(kind.Name, truth.Samples, weights);
        return kind.Over(ClassTotals.OfSamples(truth, predicted), average, zeroDivision, weights);
    }

    private static double PositiveClass(ScoreKind kind, BinaryCounts[] counts, int[] classes, double zeroDivision, int positiveClass)
    {
        if (classes.Length > 2)
        {
            throw new ArgumentException(
                $"{kind.Name}: the data has {classes.Length} classes, but Average.Binary needs two; "
                + "choose Average.Macro, Micro or Weighted.");
        }

        var place = Array.IndexOf(classes, positiveClass);
        if (place >= 0)
        {
            return kind.Of(counts[place], zeroDivision);
        }

        return classes.Length < 2
            ? zeroDivision
            : throw new ArgumentException(
                $"{kind.Name}: the positive class {positiveClass} does not occur; the classes are {classes[0]} "
                + $"and {classes[1]}. Set positiveClass.");
    }

    /// <summary>Throws unless both tables have the same, non-zero size and the weights fit.</summary>
    private static void CheckSets(string metric, LabelSets truth, LabelSets predicted, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Labels != predicted.Labels)
        {
            throw new ArgumentException(
                $"{metric}: the truth is about {truth.Labels} labels, the prediction about {predicted.Labels}; the same labels are expected.");
        }

        CheckLengths(metric, truth.Samples, predicted.Samples);
        CheckWeights(metric, truth.Samples, weights);
    }
}
