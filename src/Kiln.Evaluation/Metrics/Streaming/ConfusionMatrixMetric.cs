namespace Kiln.Evaluation;

/// <summary>Counts per (true class, predicted class); its value is the accuracy, reported as <c>confusion_accuracy</c>.</summary>
/// <param name="name">The key under which the accuracy is reported.</param>
public sealed class ConfusionMatrixMetric(string name = "confusion_accuracy") : ClassificationMetric(name)
{
    /// <summary>The counts so far, without rows that predict nothing (NaN).</summary>
    /// <exception cref="InvalidOperationException">No batch was added.</exception>
    public ConfusionMatrix Matrix
    {
        get
        {
            if (ClassCount == 0)
            {
                throw new InvalidOperationException($"{Name}: no batch was added yet");
            }

            var matrix = new ConfusionMatrix(ClassCount);
            for (var truth = 0; truth < ClassCount; truth++)
            {
                for (var predicted = 0; predicted < ClassCount; predicted++)
                {
                    matrix.Add(truth, predicted, CountOf(truth, predicted));
                }
            }

            return matrix;
        }
    }

    private protected override double Score()
    {
        long hits = 0, total = 0;
        for (var c = 0; c < ClassCount; c++)
        {
            hits += CountOf(c, c);
            total += Support(c);
        }

        return total == 0 ? double.NaN : (double)hits / total;
    }
}
