namespace Kiln.Evaluation;

/// <summary>A score that is made of the counts of a class.</summary>
internal readonly struct ScoreKind
{
    private readonly Func<BinaryCounts, double, double> _score;

    private ScoreKind(string name, Func<BinaryCounts, double, double> score, Func<BinaryCounts, double, double>? unsupported) =>
        (Name, _score, Unsupported) = (name, score, unsupported);

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>
    /// The weighted average when no class has support, of the counts of all classes; null for the plain mean then.
    /// </summary>
    public Func<BinaryCounts, double, double>? Unsupported { get; }

    public static ScoreKind Precision { get; } = new("precision", static (c, zero) => c.Precision(zero), static (c, zero) => c.Predicted == 0 ? zero : 0);

    public static ScoreKind Recall { get; } = new("recall", static (c, zero) => c.Recall(zero), static (c, zero) => zero);

    public static ScoreKind F1 { get; } = new("f1", static (c, zero) => c.F(1, zero), static (c, zero) => c.Predicted == 0 ? zero : 0);

    public static ScoreKind Jaccard { get; } = new("jaccard", static (c, zero) => c.Jaccard(zero), null);

    public static ScoreKind F(double beta) => beta >= 0
        ? new("f-beta", (c, zero) => c.F(beta, zero), static (c, zero) => c.Predicted == 0 ? zero : 0)
        : throw new ArgumentOutOfRangeException(nameof(beta), beta, "f-beta: beta must not be negative.");

    /// <summary>The score of one class.</summary>
    public double Of(BinaryCounts counts, double zeroDivision) => _score(counts, zeroDivision);

    /// <summary>The score over several classes, labels or samples.</summary>
    /// <param name="counts">Of each.</param>
    /// <param name="average">How they become one.</param>
    /// <param name="zeroDivision">The value where a denominator is 0; NaN leaves it out.</param>
    /// <param name="weights">Weights of the samples, for <see cref="Average.Samples"/>.</param>
    public double Over(BinaryCounts[] counts, Average average, double zeroDivision, ReadOnlySpan<double> weights = default)
    {
        double sum = 0, total = 0, plain = 0, all = 0;
        BinaryCounts together = default;
        var defined = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            together += counts[i];
            var weight = average switch
            {
                Average.Weighted => counts[i].Support,
                Average.Samples when !weights.IsEmpty => weights[i],
                _ => 1.0,
            };
            all += weight;
            var value = _score(counts[i], zeroDivision);
            if (!double.IsNaN(value))
            {
                sum += weight * value;
                total += weight;
                plain += value;
                defined++;
            }
        }

        if (average == Average.Micro)
        {
            return _score(together, zeroDivision);
        }

        if (average == Average.Weighted && all == 0)
        {
            return Unsupported is null ? plain / defined : Unsupported(together, zeroDivision);
        }

        return sum / total;
    }
}
