using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kiln.Neural;

/// <summary>What an evaluation measured, by name. Unlike a plain dictionary it answers a wrong name with those it has.</summary>
internal sealed class MeasuredValues(Dictionary<string, double> values) : IReadOnlyDictionary<string, double>
{
    public IEnumerable<string> Keys => values.Keys;

    public IEnumerable<double> Values => values.Values;

    public int Count => values.Count;

    public double this[string key] => values.TryGetValue(key, out double value)
        ? value
        : throw new KeyNotFoundException(
            $"evaluate: '{key}' was not measured; there are: {string.Join(", ", values.Keys)}. Name what to measure in FitOptions.Metrics, or in "
            + "Evaluate(dataset, metrics: [new Accuracy()])");

    public bool ContainsKey(string key) => values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => values.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => EpochLine.Describe(values);
}
