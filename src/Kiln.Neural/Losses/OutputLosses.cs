using System.Collections;
using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// A loss for each output of a network that has several, by the outputs' names; what training makes small is their sum, each times its weight. The history
/// has a column <c>OUTPUT_loss</c> for each, without its weight, as in Keras. An output that is not named here is not trained on.
/// </summary>
/// <example><code>
/// Loss = new OutputLosses { { "digit", new SoftmaxCrossEntropy() }, { "parity", new SigmoidCrossEntropy(), 0.5 } }
/// </code></example>
public sealed class OutputLosses : Loss, IReadOnlyCollection<OutputLoss>
{
    private readonly List<OutputLoss> _losses = [];

    /// <summary>The losses, as in <c>digit: softmax_cross_entropy, parity: 0.5 · sigmoid_cross_entropy</c>.</summary>
    public override string Name => string.Join(
        ", ", _losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Output}: {(l.Weight == 1 ? "" : $"{l.Weight:G6} · ")}{l.Loss.Name}")));

    /// <inheritdoc/>
    public int Count => _losses.Count;

    /// <summary>Adds the loss of an output; written as an element of the initializer.</summary>
    /// <param name="output">The output's name: that of its node in a <see cref="Graph"/>.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="weight">What the loss is multiplied with in the sum; 1 by default, finite and at least 0.</param>
    /// <exception cref="ArgumentException">The output has a loss already, or the weight is out of range.</exception>
    public void Add(string output, Loss loss, double weight = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(output);
        ArgumentNullException.ThrowIfNull(loss);
        if (loss is OutputLosses)
        {
            throw new ArgumentException($"losses of outputs: '{output}' is given several losses; expected one", nameof(loss));
        }

        if (!(weight >= 0) || !double.IsFinite(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), $"losses of outputs: '{output}' has the weight {weight}; expected a finite number from 0");
        }

        if (_losses.Exists(l => l.Output == output))
        {
            throw new ArgumentException($"losses of outputs: '{output}' is named twice", nameof(output));
        }

        _losses.Add(new OutputLoss(output, loss, weight));
    }

    /// <summary>Not for a single pair of outputs and targets; training brings each loss its own.</summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Tensor Compute(Tensor outputs, Tensor targets) => throw new NotSupportedException(
        "losses of outputs: there is a loss for each of several outputs; Fit, Evaluate and TrainingStep bring each its own. In a loop of your own compute each loss and add them");

    /// <inheritdoc/>
    public IEnumerator<OutputLoss> GetEnumerator() => _losses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The loss of one of several outputs.</summary>
/// <param name="Output">The output's name.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Weight">What it is multiplied with in the sum.</param>
public sealed record OutputLoss(string Output, Loss Loss, double Weight);
