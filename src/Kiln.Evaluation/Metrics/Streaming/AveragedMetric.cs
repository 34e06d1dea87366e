namespace Kiln.Evaluation;

/// <summary>A ratio of counts per class, averaged over the classes.</summary>
public abstract class AveragedMetric : ClassificationMetric
{
    private protected AveragedMetric(string name)
        : base(name)
    {
    }

    /// <summary>
    /// How the classes are averaged. Null (by default): the positive class 1 of two classes, <see cref="Average.Macro"/> over more. <see cref="Average.Macro"/> and
    /// <see cref="Average.Weighted"/> leave out classes that occur neither among the targets nor among the predictions, as scikit-learn does.
    /// </summary>
    public Average? Average { get; init; }

    /// <summary>Numerator and denominator of a class.</summary>
    private protected abstract (long Hits, long Of) Ratio(int c);

    private protected sealed override double Score()
    {
        var average = Average ?? (ClassCount == 2 ? Evaluation.Average.Binary : Evaluation.Average.Macro);
        if (average == Evaluation.Average.Binary)
        {
            return ClassCount == 2
                ? Share(Ratio(1))
                : throw new InvalidOperationException($"{Name}: the data has {ClassCount} classes, but Average.Binary needs two; choose Average.Macro, Micro or Weighted.");
        }

        (long Hits, long Of) total = (0, 0);
        double sum = 0, weights = 0;
        for (var c = 0; c < ClassCount; c++)
        {
            var ratio = Ratio(c);
            total = (total.Hits + ratio.Hits, total.Of + ratio.Of);
            var support = Support(c);
            if (support + PredictedAs(c) > 0)
            {
                double weight = average == Evaluation.Average.Weighted ? support : 1;
                sum += weight * Share(ratio);
                weights += weight;
            }
        }

        return average == Evaluation.Average.Micro ? Share(total) : weights == 0 ? 0 : sum / weights;
    }

    private static double Share((long Hits, long Of) ratio) => ratio.Of == 0 ? 0 : (double)ratio.Hits / ratio.Of;
}
