using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>One score and one label, 0 or 1, per sample.</summary>
internal readonly ref struct BinaryPairs
{
    private readonly ReadOnlySpan<long> _labels;

    private BinaryPairs(ReadOnlySpan<double> scores, ReadOnlySpan<long> labels)
    {
        Scores = scores;
        _labels = labels;
    }

    /// <summary>The scores.</summary>
    public ReadOnlySpan<double> Scores { get; }

    /// <summary>How many samples.</summary>
    public int Count => Scores.Length;

    /// <summary>Whether a sample's label is 1.</summary>
    public bool IsPositive(int index) => _labels[index] == 1;

    /// <summary>Reads a batch.</summary>
    /// <exception cref="ShapeException">There is not one label per score.</exception>
    /// <exception cref="ArgumentException">A label is neither 0 nor 1.</exception>
    public static BinaryPairs Of(string metric, TensorReader reader, Tensor outputs, Tensor targets)
    {
        if (targets.Count != outputs.Count)
        {
            throw new ShapeException(
                $"{metric}: outputs {outputs.Shape} hold one value per sample, but the targets have shape {targets.Shape}; "
                + $"expected {outputs.Count} labels 0 or 1.");
        }

        var scores = reader.Doubles(outputs);
        var labels = reader.Labels(metric, targets);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1))
            {
                throw new ArgumentException(
                    $"{metric}: the label at index {i} is {labels[i]}, but one output per sample decides between 0 and 1; "
                    + "for more classes give one output each.");
            }
        }

        return new BinaryPairs(scores, labels);
    }
}
