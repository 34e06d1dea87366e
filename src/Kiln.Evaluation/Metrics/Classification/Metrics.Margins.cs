namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Mean of (y − p)², the error of probabilities of two classes (scikit-learn: <c>brier_score_loss</c>): 0 is perfect, 1 is surely
    /// wrong every time.
    /// </summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="probabilities">The probability of the positive class, one per sample.</param>
    /// <param name="positiveClass">The positive class; null for 1 or else the greater of the two.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there are no samples, there are more than two classes, a probability is outside [0, 1], or the weights add up to zero.
    /// </exception>
    public static double BrierScore(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int? positiveClass = null, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("brier score", truth.Length, probabilities.Length);
        CheckWeights("brier score", truth.Length, weights);
        var positive = Positive("brier score", truth, positiveClass);
        var outcomes = new double[truth.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (!(probabilities[i] is >= 0 and <= 1))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"brier score: sample {i} has the probability {probabilities[i]}, outside [0, 1]; apply a sigmoid to logits first."));
            }

            outcomes[i] = truth[i] == positive ? 1 : 0;
        }

        return PairSum.Of(outcomes, probabilities, weights, new SquaredTerm(0)) / TotalWeight("brier score", truth.Length, weights);
    }

    /// <summary>
    /// Mean of max(0, 1 − margin) for two classes, the margin being the decision value with the sign of the true class (scikit-learn:
    /// <c>hinge_loss</c>).
    /// </summary>
    /// <param name="truth">True class of each sample, of two.</param>
    /// <param name="decisions">Decision values, one per sample: above 0 for the positive class.</param>
    /// <param name="positiveClass">The positive class; null for the greater of the two, both of which must then occur.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, there are not two classes, or the weights add up to zero.</exception>
    public static double HingeLoss(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> decisions, int? positiveClass = null, ReadOnlySpan<double> weights = default)
    {
        CheckLengths("hinge loss", truth.Length, decisions.Length);
        CheckWeights("hinge loss", truth.Length, weights);
        if (positiveClass is null && ClassMap.Of(truth).Count < 2)
        {
            throw new ArgumentException($"hinge loss: the truth has only the class {truth[0]}, so which side it is on is unknown; give positiveClass.");
        }

        var positive = Positive("hinge loss", truth, positiveClass);
        var losses = new double[truth.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] = Math.Max(0, 1 - (truth[i] == positive ? decisions[i] : -decisions[i]));
        }

        return PairSum.Of(losses, losses, weights, new TruthTerm()) / TotalWeight("hinge loss", truth.Length, weights);
    }

    /// <summary>
    /// Mean of max(0, 1 − margin) for several classes, the margin being the decision value of the true class less the greatest of the others.
    /// K. Crammer and Y. Singer, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines, 2001.
    /// </summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="decisions">Decision values, row-major (samples, classes).</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, a label is out of range, or the weights add up to zero.</exception>
    public static double MulticlassHingeLoss(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> decisions, int classes, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        CheckScores("hinge loss", truth.Length, decisions.Length, classes);
        CheckWeights("hinge loss", truth.Length, weights);
        var losses = new double[truth.Length];
        for (var row = 0; row < losses.Length; row++)
        {
            CheckLabel("hinge loss", truth[row], row, classes);
            var values = decisions.Slice(row * classes, classes);
            var best = double.NegativeInfinity;
            for (var c = 0; c < classes; c++)
            {
                best = c == truth[row] ? best : Math.Max(best, values[c]);
            }

            losses[row] = Math.Max(0, 1 - (values[truth[row]] - best));
        }

        return PairSum.Of(losses, losses, weights, new TruthTerm()) / TotalWeight("hinge loss", truth.Length, weights);
    }

    /// <summary>The positive class of two: as given, or 1 where the classes are 0 and 1 or −1 and 1, or the greater.</summary>
    private static int Positive(string metric, ReadOnlySpan<int> truth, int? given)
    {
        var classes = ClassMap.Of(truth).Classes;
        if (classes.Length > 2)
        {
            throw new ArgumentException(
                $"{metric}: the truth has {classes.Length} classes ({string.Join(", ", classes.Take(5))}{(classes.Length > 5 ? ", …" : "")}); two are expected.");
        }

        if (given is { } chosen)
        {
            return classes.Length < 2 || classes.Contains(chosen)
                ? chosen
                : throw new ArgumentException($"{metric}: the positive class {chosen} does not occur; the classes are {classes[0]} and {classes[1]}.");
        }

        return classes.Length == 2 ? classes[1] : classes[0] is 0 or -1 or 1 ? 1 : classes[0];
    }
}
