using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>The mean loss and the metrics over the batches met so far.</summary>
internal sealed class RunningScores(IReadOnlyList<IMetric> metrics)
{
    internal double LossSum { get; private set; }

    internal long LossCount { get; private set; }

    internal double Loss => LossCount == 0 ? double.NaN : LossSum / LossCount;

    internal void Reset()
    {
        LossSum = 0;
        LossCount = 0;
        foreach (IMetric metric in metrics)
        {
            metric.Reset();
        }
    }

    /// <summary>Adds a batch; call it with recording off.</summary>
    internal void Add(double loss, Tensor outputs, Batch batch)
    {
        LossSum += loss * batch.Count;
        LossCount += batch.Count;
        foreach (IMetric metric in metrics)
        {
            metric.Update(outputs, batch.Targets);
        }
    }

    /// <summary>The metrics by name, each name with a prefix.</summary>
    internal Dictionary<string, double> Metrics(string prefix = "")
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (IMetric metric in metrics)
        {
            values[prefix + metric.Name] = metric.Value;
        }

        return values;
    }

    /// <summary>Loss and metrics by name, each name with a prefix.</summary>
    internal Dictionary<string, double> All(string prefix = "")
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal) { [prefix + "loss"] = Loss };
        foreach (IMetric metric in metrics)
        {
            values[prefix + metric.Name] = metric.Value;
        }

        return values;
    }

    internal Dictionary<string, double[]> SaveMetrics() => metrics.ToDictionary(m => m.Name, m => m.SaveState(), StringComparer.Ordinal);

    internal Saved Save() => new(LossSum, LossCount, SaveMetrics());

    /// <summary>Continues from saved sums. A metric that is not among them starts from nothing.</summary>
    internal void Load(Saved saved)
    {
        Reset();
        (LossSum, LossCount) = (saved.LossSum, saved.LossCount);
        foreach (IMetric metric in metrics)
        {
            if (saved.Metrics.TryGetValue(metric.Name, out double[]? state))
            {
                metric.LoadState(state);
            }
        }
    }

    /// <summary>The sums at some moment.</summary>
    internal sealed record Saved(double LossSum, long LossCount, IReadOnlyDictionary<string, double[]> Metrics);
}
