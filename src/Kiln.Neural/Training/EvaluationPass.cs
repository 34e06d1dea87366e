using Kiln.Data;

namespace Kiln.Neural;

/// <summary>One pass over a dataset in inference mode.</summary>
internal static class EvaluationPass
{
    internal static void Run(
        Dataset dataset,
        Loss loss,
        RunningScores scores,
        int batchSize,
        int prefetch,
        Action<int, int>? report,
        CancellationToken cancellationToken)
    {
        using var mode = Mode.Inference();
        var total = new TotalLoss(scores.Wiring, loss);
        var loader = new DataLoader(dataset, batchSize, shuffle: false, prefetch: prefetch);
        int done = 0;
        foreach (Batch batch in loader.Epoch(0, 0, cancellationToken))
        {
            Tensor[] outputs = scores.Wiring.Forward(batch);
            double value = total.Compute(outputs, batch, batch.Weights, out double[] parts).Item<double>();
            scores.Add(value, parts, outputs, batch);
            report?.Invoke(++done, loader.BatchCount);
        }
    }
}
