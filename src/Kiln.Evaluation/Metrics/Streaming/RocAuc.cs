using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The area under the ROC curve of two classes: the chance that a sample of class 1 scores higher than one of class 0, ties counting half; reported as <c>auc</c>. It is exact and
/// keeps every score (Keras's AUC takes 200 thresholds). Outputs are one score per sample, (B,) or (B, 1), or (B, 2), whose difference is the score.
/// </summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class RocAuc(string name = "auc") : IMetric
{
    private readonly TensorReader _reader = new();
    private readonly List<double> _positive = [];
    private readonly List<double> _negative = [];

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <summary>The area; NaN while one of the classes has no sample, or when a score was NaN.</summary>
    public double Value => Area([.. _positive], [.. _negative]);

    /// <inheritdoc/>
    public void Reset()
    {
        _positive.Clear();
        _negative.Clear();
    }

    /// <inheritdoc/>
    public void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Rank == 2 && outputs.Shape[1] == 2)
        {
            outputs = outputs.Select(1, 1) - outputs.Select(1, 0);
            targets = targets.Rank == 2 && targets.Shape[1] == 2 ? targets.Select(1, 1) : targets;
        }

        BinaryPairs pairs = BinaryPairs.Of(Name, _reader, outputs, targets);
        for (var i = 0; i < pairs.Count; i++)
        {
            (pairs.IsPositive(i) ? _positive : _negative).Add(pairs.Scores[i]);
        }
    }

    /// <inheritdoc/>
    public double[] SaveState() => [_positive.Count, .. _positive, .. _negative];

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state)
    {
        if (state.Length == 0 || !(state[0] >= 0 && state[0] <= state.Length - 1 && state[0] == Math.Floor(state[0])))
        {
            throw new ArgumentException($"{Name}: a saved state is a count and the scores, but {state.Length} numbers were given; was it saved by another metric?");
        }

        var positive = (int)state[0];
        Reset();
        _positive.AddRange(state.Slice(1, positive));
        _negative.AddRange(state[(1 + positive)..]);
    }

    /// <summary>The sum of the positives' ranks, equal scores sharing theirs: Mann and Whitney's U over the number of pairs.</summary>
    private static double Area(double[] positive, double[] negative)
    {
        if (positive.Length == 0 || negative.Length == 0 || positive.Any(double.IsNaN) || negative.Any(double.IsNaN))
        {
            return double.NaN;
        }

        Array.Sort(positive);
        Array.Sort(negative);
        double pairs = 0;
        int below = 0, upTo = 0;
        foreach (var score in positive)
        {
            while (below < negative.Length && negative[below] < score)
            {
                below++;
            }

            upTo = Math.Max(upTo, below);
            while (upTo < negative.Length && negative[upTo] <= score)
            {
                upTo++;
            }

            pairs += (below + upTo) / 2.0;
        }

        return pairs / ((double)positive.Length * negative.Length);
    }
}
