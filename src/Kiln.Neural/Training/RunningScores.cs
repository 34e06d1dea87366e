using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>The mean loss and the metrics over the batches met so far.</summary>
internal sealed class RunningScores
{
    private readonly IReadOnlyList<IMetric> _metrics;
    private readonly string[] _partNames;
    private readonly double[] _partSums;

    /// <summary>Scores of nothing yet.</summary>
    /// <param name="wiring">Which outputs and targets belong to a metric.</param>
    /// <param name="metrics">What is measured beside the loss.</param>
    /// <param name="partNames">The columns of the losses of several outputs; none for one.</param>
    /// <exception cref="ArgumentException">A metric does not say which of several outputs it is about, or names one that does not exist.</exception>
    internal RunningScores(Wiring wiring, IReadOnlyList<IMetric> metrics, string[] partNames)
    {
        wiring.Check(metrics);
        (Wiring, _metrics, _partNames, _partSums) = (wiring, metrics, partNames, new double[partNames.Length]);
    }

    internal Wiring Wiring { get; }

    internal double LossSum { get; private set; }

    internal long LossCount { get; private set; }

    internal double Loss => LossCount == 0 ? double.NaN : LossSum / LossCount;

    internal void Reset()
    {
        LossSum = 0;
        LossCount = 0;
        Array.Clear(_partSums);
        foreach (IMetric metric in _metrics)
        {
            metric.Reset();
        }
    }

    /// <summary>Adds a batch; call it with recording off.</summary>
    internal void Add(double loss, double[] parts, Tensor[] outputs, Batch batch)
    {
        LossSum += loss * batch.Count;
        LossCount += batch.Count;
        for (int i = 0; i < parts.Length; i++)
        {
            _partSums[i] += parts[i] * batch.Count;
        }

        foreach (IMetric metric in _metrics)
        {
            Wiring.Update(metric, outputs, batch);
        }
    }

    /// <summary>The losses of several outputs and the metrics by name, each name with a prefix.</summary>
    internal Dictionary<string, double> Metrics(string prefix = "")
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < _partNames.Length; i++)
        {
            values[prefix + _partNames[i]] = LossCount == 0 ? double.NaN : _partSums[i] / LossCount;
        }

        foreach (IMetric metric in _metrics)
        {
            values[prefix + metric.Name] = metric.Value;
        }

        return values;
    }

    /// <summary>Loss and metrics by name, each name with a prefix.</summary>
    internal Dictionary<string, double> All(string prefix = "")
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal) { [prefix + "loss"] = Loss };
        foreach ((string name, double value) in Metrics(prefix))
        {
            values[name] = value;
        }

        return values;
    }

    /// <summary>The state of the metrics, and the sum of each loss of several outputs under its column's name.</summary>
    internal Dictionary<string, double[]> SaveMetrics()
    {
        var states = _metrics.ToDictionary(m => m.Name, m => m.SaveState(), StringComparer.Ordinal);
        for (int i = 0; i < _partNames.Length; i++)
        {
            states[_partNames[i]] = [_partSums[i]];
        }

        return states;
    }

    internal Saved Save() => new(LossSum, LossCount, SaveMetrics());

    /// <summary>Continues from saved sums. A metric that is not among them starts from nothing.</summary>
    internal void Load(Saved saved)
    {
        Reset();
        (LossSum, LossCount) = (saved.LossSum, saved.LossCount);
        foreach (IMetric metric in _metrics)
        {
            if (saved.Metrics.TryGetValue(metric.Name, out double[]? state))
            {
                metric.LoadState(state);
            }
        }

        for (int i = 0; i < _partNames.Length; i++)
        {
            if (saved.Metrics.TryGetValue(_partNames[i], out double[]? state) && state.Length == 1)
            {
                _partSums[i] = state[0];
            }
        }
    }

    /// <summary>The sums at some moment.</summary>
    internal sealed record Saved(double LossSum, long LossCount, IReadOnlyDictionary<string, double[]> Metrics);
}
