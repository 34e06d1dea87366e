using System.Globalization;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The fraction of samples whose true class is among the k best-scored ones, reported as <c>top5_accuracy</c> for k = 5. Outputs are logits or
/// probabilities of shape (B, classes); targets are labels, one per row, or one-hot rows. Ties and NaN are decided as in
/// <see cref="Metrics.TopKAccuracy(ReadOnlySpan{int}, ReadOnlySpan{double}, int, int, ReadOnlySpan{double}, bool)"/>.
/// </summary>
public sealed class TopKAccuracy : MeanMetric
{
    private readonly TensorReader _reader = new();

    /// <summary>Counts a hit when the true class is among the best <paramref name="k"/>.</summary>
    /// <param name="k">How many classes may be guessed, at least 1.</param>
    /// <param name="name">The key under which the score is reported; made from k when null.</param>
    public TopKAccuracy(int k = 5, string? name = null)
        : base(name ?? string.Create(CultureInfo.InvariantCulture, $"top{k}_accuracy"))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
    }

    /// <summary>How many classes may be guessed.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        var rows = ClassRows.Of(Name, _reader, outputs, targets);
        var hits = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            var label = rows.Label(Name, row);
            hits += label >= 0 && Metrics.IsInTopK(rows.Row(row), label, K) ? 1 : 0;
        }

        Accumulate(hits, rows.Count);
    }
}
