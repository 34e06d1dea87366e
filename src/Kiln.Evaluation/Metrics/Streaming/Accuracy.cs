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
        BinaryPairs pairs = BinaryPairs.Of(Name, _reader, outputs, targets);
        var correct = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            correct += !double.IsNaN(pairs.Scores[i]) && (pairs.Scores[i] > Threshold) == pairs.IsPositive(i) ? 1 : 0;
        }

        Accumulate(correct, pairs.Count);
    }
}
