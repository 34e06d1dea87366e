using Kiln.Data;

namespace Kiln.Neural;

/// <summary>One pass over a dataset in inference mode.</summary>
internal static class EvaluationPass
{
    internal static void Run(
        Module network,
        Dataset dataset,
        Loss loss,
        RunningScores scores,
        int batchSize,
        int prefetch,
        Action<int, int>? report,
        CancellationToken cancellationToken)
    {
        using var mode = Mode.Inference();
        var loader = new DataLoader(dataset, batchSize, shuffle: false, prefetch: prefetch);
        int done = 0;
        foreach (Batch batch in loader.Epoch(0, 0, cancellationToken))
        {
            Tensor outputs = network.Forward(batch.Inputs);
            scores.Add(loss.Compute(outputs, batch).Item<double>(), outputs, batch);
            report?.Invoke(++done, loader.BatchCount);
        }
    }
}
