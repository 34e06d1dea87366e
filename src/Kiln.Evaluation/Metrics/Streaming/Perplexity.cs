using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// e to the mean cross-entropy: among how many equally likely classes (tokens) the network seems to choose; reported as <c>perplexity</c>. Outputs are logits (…, classes), targets
/// are classes (…); targets of <see cref="IgnoredClass"/> do not count.
/// </summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class Perplexity(string name = "perplexity") : IMetric
{
    private double _sum;
    private double _count;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <summary>The target that does not count; −100 by default, as in Hugging Face's models.</summary>
    public long IgnoredClass { get; init; } = -100;

    /// <inheritdoc/>
    public double Value => _count == 0 ? double.NaN : Math.Exp(_sum / _count);

    /// <inheritdoc/>
    public void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        using var quiet = Autograd.NoGrad();
        Tensor losses = Functional.SoftmaxCrossEntropy(outputs.Detach(), targets, new Numerics.CrossEntropyOptions(IgnoredClass: IgnoredClass));
        _sum += losses.To(DType.Float64).Sum().Item<double>();
        _count += targets.NotEqualTo(IgnoredClass).To(DType.Float64).Sum().Item<double>();
    }

    /// <inheritdoc/>
    public double[] SaveState() => [_sum, _count];

    /// <inheritdoc/>
    public void LoadState(ReadOnlySpan<double> state)
    {
        if (state.Length != 2 || !(state[1] >= 0))
        {
            throw new ArgumentException($"{Name}: a saved state is a sum and a count, but {state.Length} numbers were given; was it saved by another metric?");
        }

        (_sum, _count) = (state[0], state[1]);
    }
}
