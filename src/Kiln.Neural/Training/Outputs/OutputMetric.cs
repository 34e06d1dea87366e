using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>A metric of one of a network's outputs; made by <see cref="OutputMetrics.On"/>. Its column in the history is <c>OUTPUT_METRIC</c>, as in Keras.</summary>
/// <param name="output">The output's name.</param>
/// <param name="metric">The metric.</param>
public sealed class OutputMetric(string output, IMetric metric) : IMetric
{
    /// <summary>The output's name.</summary>
    public string Output { get; } = string.IsNullOrWhiteSpace(output) ? throw new ArgumentException("output metric: the output's name is empty", nameof(output)) : output;

    /// <summary>The metric.</summary>
    public IMetric Metric { get; } = metric ?? throw new ArgumentNullException(nameof(metric));

    /// <inheritdoc/>
    public string Name => $"{Output}_{Metric.Name}";

    /// <inheritdoc/>
    public bool HigherIsBetter => Metric.HigherIsBetter;

    /// <inheritdoc/>
    public double Value => Metric.Value;

    /// <inheritdoc/>
    public void Reset() => Metric.Reset();

    /// <inheritdoc/>
    public void Update(Tensor outputs, Tensor targets) => Metric.Update(outputs, targets);

    /// <inheritdoc/>
    public double[] SaveState() => Metric.SaveState();

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state) => Metric.LoadState(state);
}

/// <summary>Says which output of a network a metric is about.</summary>
public static class OutputMetrics
{
    /// <summary>This metric of one of several outputs: <c>new Accuracy().On("digit")</c>, reported as <c>digit_accuracy</c>.</summary>
    /// <param name="metric">The metric; each output needs one of its own.</param>
    /// <param name="output">The output's name: that of its node in a <see cref="Graph"/>.</param>
    public static OutputMetric On(this IMetric metric, string output) => new(output, metric);
}
