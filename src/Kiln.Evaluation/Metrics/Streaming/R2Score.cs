using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The share of the targets' variance that is explained, 1 − Σ (t − y)² / Σ (t − mean)², over all elements; reported as <c>r2</c>. 1 where both sums are 0, 0 where only the second is, as
/// scikit-learn has it. NaN before two samples.
/// </summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class R2Score(string name = "r2") : IMetric
{
    private readonly TensorReader _reader = new();
    private double _residuals;
    private double _count;
    private double _mean;
    private double _spread; // Σ (t − mean)², kept by Chan, Golub and LeVeque's update (1983), which does not cancel.

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public double Value => _count < 2 ? double.NaN : _spread == 0 ? (_residuals == 0 ? 1 : 0) : 1 - (_residuals / _spread);

    /// <inheritdoc/>
    public void Reset() => (_residuals, _count, _mean, _spread) = (0, 0, 0, 0);

    /// <inheritdoc/>
    public void Update(Tensor outputs, Tensor targets)
    {
        Pairs.Check(Name, outputs, targets);
        var predicted = _reader.Doubles(outputs);
        var truth = _reader.OtherDoubles(targets);
        if (truth.Length == 0)
        {
            return;
        }

        _residuals += Metrics.SumOfSquares(predicted, truth);
        double mean = 0, spread = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            var difference = truth[i] - mean;
            mean += difference / (i + 1);
            spread += difference * (truth[i] - mean);
        }

        var count = _count + truth.Length;
        var gap = mean - _mean;
        _spread += spread + (gap * gap * _count * truth.Length / count);
        _mean += gap * truth.Length / count;
        _count = count;
    }

    /// <inheritdoc/>
    public double[] SaveState() => [_residuals, _count, _mean, _spread];

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state)
    {
        if (state.Length != 4 || !(state[1] >= 0))
        {
            throw new ArgumentException($"{Name}: a saved state is four numbers, but {state.Length} were given; was it saved by another metric?");
        }

        (_residuals, _count, _mean, _spread) = (state[0], state[1], state[2], state[3]);
    }
}
