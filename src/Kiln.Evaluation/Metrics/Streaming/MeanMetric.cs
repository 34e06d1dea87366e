using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>A metric that is a mean: a running sum and the weight it stands for.</summary>
public abstract class MeanMetric : IMetric
{
    private double _sum;
    private double _weight;

    /// <summary>Names the metric.</summary>
    /// <param name="name">The key under which the score is reported.</param>
    private protected MeanMetric(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public abstract bool HigherIsBetter { get; }

    /// <inheritdoc/>
    public double Value => _weight == 0 ? double.NaN : _sum / _weight;

    /// <summary>How much was accumulated: samples, or elements.</summary>
    public double Weight => _weight;

    /// <inheritdoc/>
    public void Reset() => (_sum, _weight) = (0, 0);

    /// <inheritdoc/>
    public abstract void Update(Tensor outputs, Tensor targets);

    /// <inheritdoc/>
    public double[] SaveState() => [_sum, _weight];

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state)
    {
        if (state.Length != 2 || !(state[1] >= 0))
        {
            throw new ArgumentException(
                $"{Name}: a saved state is a sum and a weight of at least 0, but {state.Length} numbers were given; "
                + "was it saved by another metric?");
        }

        (_sum, _weight) = (state[0], state[1]);
    }

    /// <summary>Adds a sum that stands for a weight.</summary>
    private protected void Accumulate(double sum, double weight)
    {
        _sum += sum;
        _weight += weight;
    }
}
