using Kiln.Data;

namespace Kiln.Neural;

/// <summary>The losses of a network's outputs and their weighted sum.</summary>
internal sealed class TotalLoss
{
    private readonly Wiring _wiring;
    private readonly (int Output, Loss Loss, double Weight)[] _parts;

    internal TotalLoss(Wiring wiring, Loss loss)
    {
        _wiring = wiring;
        _parts = loss is OutputLosses losses
            ? [.. losses.Select(l => (wiring.OutputOf(l.Output, "losses of outputs"), l.Loss, l.Weight))]
            : [.. Enumerable.Range(0, wiring.Outputs).Select(i => (i, loss, 1.0))];
        if (_parts.Length == 0)
        {
            throw new ArgumentException("losses of outputs: none is named; write new OutputLosses { { \"digit\", new SoftmaxCrossEntropy() }, … }");
        }

        Names = _parts.Length == 1 ? [] : [.. _parts.Select(p => $"{wiring.OutputName(p.Output)}_loss")];
    }

    /// <summary>The columns of the losses of outputs; none where the loss is that of one output.</summary>
    internal string[] Names { get; }

    /// <summary>The weighted sum.</summary>
    /// <param name="outputs">All outputs of the network.</param>
    /// <param name="batch">The batch with its targets.</param>
    /// <param name="weights">How much each example counts; null for all alike.</param>
    /// <param name="parts">The loss of each output, without its weight, one for each of <see cref="Names"/>.</param>
    internal Tensor Compute(Tensor[] outputs, Batch batch, Tensor? weights, out double[] parts)
    {
        if (_parts is [{ Weight: 1 } only])
        {
            parts = [];
            return Compute(only.Loss, outputs[only.Output], _wiring.TargetOf(batch, only.Output), weights);
        }

        parts = new double[Names.Length];
        Tensor? sum = null;
        for (int i = 0; i < _parts.Length; i++)
        {
            (int output, Loss loss, double weight) = _parts[i];
            Tensor value;
            try
            {
                value = Compute(loss, outputs[output], _wiring.TargetOf(batch, output), weights);
            }
            catch (ArgumentException error) when (error is ShapeException or DTypeException or ArgumentOutOfRangeException)
            {
                throw GraphBuilder.Because($"output '{_wiring.OutputName(output)}'", error);
            }

            if (parts.Length > 0)
            {
                parts[i] = value.Item<double>();
            }

            Tensor weighted = weight == 1 ? value : value * weight;
            sum = sum is null ? weighted : sum + weighted;
        }

        return sum!;
    }

    /// <summary>Whether a batch has what the network takes and the losses compare with.</summary>
    /// <exception cref="ArgumentException">An input or a target is missing; the message names it.</exception>
    internal void Check(Batch batch)
    {
        _wiring.Arrange(batch);
        foreach ((int output, _, _) in _parts)
        {
            _wiring.TargetOf(batch, output);
        }
    }

    private static Tensor Compute(Loss loss, Tensor outputs, Tensor targets, Tensor? weights) =>
        weights is null ? loss.Compute(outputs, targets) : loss.Compute(outputs, targets, weights);
}
