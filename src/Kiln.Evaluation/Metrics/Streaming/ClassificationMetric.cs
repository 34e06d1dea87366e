using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// A score made from counts per (true class, predicted class). Outputs are logits or probabilities of shape (B, classes), or one value per sample, (B,) or (B, 1), for two
/// classes. Targets are labels, one per row, or one-hot rows. A row that holds NaN predicts nothing: it counts for its class's recall and for no precision.
/// </summary>
public abstract class ClassificationMetric : IMetric
{
    private readonly TensorReader _reader = new();
    private long[] _counts = []; // (classes, classes + 1): the last column is rows that predict nothing.
    private int _classes;

    private protected ClassificationMetric(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <summary>With one output per sample, the value above which class 1 is predicted. Default: 0, right for logits; set 0.5 for probabilities.</summary>
    public double Threshold { get; init; }

    /// <inheritdoc/>
    public double Value => _classes == 0 ? double.NaN : Score();

    /// <summary>The number of classes; 0 before the first batch.</summary>
    private protected int ClassCount => _classes;

    /// <inheritdoc/>
    public void Reset() => (_counts, _classes) = ([], 0);

    /// <inheritdoc/>
    public void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Count == 0)
        {
            return;
        }

        if (outputs.Rank == 1 || (outputs.Rank > 1 && outputs.Shape[^1] == 1))
        {
            UpdateBinary(outputs, targets);
            return;
        }

        var rows = ClassRows.Of(Name, _reader, outputs, targets);
        Classes(rows.Classes);
        for (var row = 0; row < rows.Count; row++)
        {
            var label = rows.Label(Name, row);
            if (label >= 0)
            {
                Count(label, Metrics.ArgMax(rows.Row(row)));
            }
        }
    }

    /// <inheritdoc/>
    public double[] SaveState() => [_classes, .. _counts.Select(c => (double)c)];

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state)
    {
        var classes = state.Length > 0 && state[0] >= 0 && state[0] <= ConfusionMatrix.MaximumClasses ? (long)state[0] : -1;
        if (classes < 0 || state.Length != 1 + (classes * (classes + 1)) || state.ContainsAnyExceptInRange(0, long.MaxValue))
        {
            throw new ArgumentException($"{Name}: a saved state is the number of classes and the counts of each, but {state.Length} numbers were given; was it saved by another metric?");
        }

        _classes = (int)classes;
        _counts = new long[state.Length - 1];
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = (long)state[i + 1];
        }
    }

    /// <summary>The score of the counts.</summary>
    private protected abstract double Score();

    /// <summary>Rows of a class that were predicted to be a class.</summary>
    private protected long CountOf(int truth, int predicted) => _counts[(truth * (_classes + 1)) + predicted];

    /// <summary>Rows predicted to be a class.</summary>
    private protected long PredictedAs(int predicted) => Enumerable.Range(0, _classes).Sum(truth => CountOf(truth, predicted));

    /// <summary>Rows of a class.</summary>
    private protected long Support(int truth) => Enumerable.Range(0, _classes + 1).Sum(predicted => CountOf(truth, predicted));

    private void UpdateBinary(Tensor outputs, Tensor targets)
    {
        BinaryPairs pairs = BinaryPairs.Of(Name, _reader, outputs, targets);
        Classes(2);
        for (var i = 0; i < pairs.Count; i++)
        {
            Count(pairs.IsPositive(i) ? 1 : 0, double.IsNaN(pairs.Scores[i]) ? -1 : pairs.Scores[i] > Threshold ? 1 : 0);
        }
    }

    private void Count(int truth, int predicted) => _counts[(truth * (_classes + 1)) + (predicted < 0 ? _classes : predicted)]++;

    private void Classes(int classes)
    {
        if (_classes == 0)
        {
            if (classes > ConfusionMatrix.MaximumClasses)
            {
                throw new ArgumentException($"{Name}: {classes} classes; at most {ConfusionMatrix.MaximumClasses} can be counted");
            }

            _classes = classes;
            _counts = new long[classes * (classes + 1)];
        }
        else if (_classes != classes)
        {
            throw new ShapeException($"{Name}: outputs of {classes} classes after outputs of {_classes}");
        }
    }
}
