using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// A score that accumulates batch by batch, exactly as if all batches had been one. Not safe for concurrent use; one instance serves one
/// run over the data at a time.
/// </summary>
public interface IMetric
{
    /// <summary>The key under which the score is reported: lower case with underscores, such as <c>accuracy</c>.</summary>
    public string Name { get; }

    /// <summary>Whether more is better, as for accuracy and unlike a loss: decides which epoch is the best.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The score of everything since <see cref="Reset"/>; NaN before the first sample.</summary>
    public double Value { get; }

    /// <summary>Forgets everything.</summary>
    public void Reset();

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">What the network computed; no gradient is recorded.</param>
    /// <param name="targets">What is true.</param>
    /// <exception cref="ShapeException">The two do not fit; the message says what is expected.</exception>
    public void Update(Tensor outputs, Tensor targets);

    /// <summary>
    /// Everything accumulated, as a few numbers; <see cref="LoadState"/> continues from them to the bit. After a diverged step they may be NaN
    /// or infinite, which JSON writes only as named literals.
    /// </summary>
    public double[] SaveState();

    /// <summary>Continues from where <see cref="SaveState"/> was called.</summary>
    /// <param name="state">What <see cref="SaveState"/> of a metric of the same type gave.</param>
    /// <exception cref="ArgumentException">It is not a state of such a metric; the metric is unchanged.</exception>
    public void LoadState(ReadOnlySpan<double> state);
}
