using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The fraction of samples whose predicted class is the true one, reported as <c>accuracy</c>. Outputs are logits or probabilities of shape
/// (B, classes), or one value per sample, (B,) or (B, 1), for two classes. Targets are labels, one per row, or one-hot rows.
/// </summary>
/// <remarks>
/// The first of equal scores is the prediction, as with NumPy's argmax. A row that holds NaN predicts nothing and counts as wrong, so that a
/// diverged network does not score.
/// </remarks>
/// <param name="name">The key under which the score is reported.</param>
public sealed class Accuracy(string name = "accuracy") : MeanMetric(name)
{
    private readonly TensorReader _reader = new();

    /// <summary>
    /// With one output per sample, the value above which class 1 is predicted. Default: 0, right for logits; set 0.5 for probabilities.
    /// </summary>
    public double Threshold { get; init; }

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Rank == 1 || (outputs.Rank > 1 && outputs.Shape[^1] == 1))
        {
            UpdateBinary(outputs, targets);
            return;
        }

        var rows = ClassRows.Of(Name, _reader, outputs, targets);
        var correct = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            correct += rows.Label(Name, row) == Metrics.ArgMax(rows.Row(row)) ? 1 : 0;
        }

        Accumulate(correct, rows.Count);
    }

    private void UpdateBinary(Tensor outputs, Tensor targets)
    {
        if (targets.Count != outputs.Count)
        {
            throw new ShapeException(
                $"{Name}: outputs {outputs.Shape} hold one value per sample, but the targets have shape {targets.Shape}; "
                + $"expected {outputs.Count} labels 0 or 1.");
        }

        var scores = _reader.Doubles(outputs);
        var labels = _reader.Labels(Name, targets);
        var correct = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (labels[i] is not (0 or 1))
            {
                throw new ArgumentException(
                    $"{Name}: the label at index {i} is {labels[i]}, but one output per sample decides between 0 and 1; "
                    + "for more classes give one output each.");
            }

            correct += !double.IsNaN(scores[i]) && (scores[i] > Threshold) == (labels[i] == 1) ? 1 : 0;
        }

        Accumulate(correct, scores.Length);
    }
}
