using Kiln.Data;

namespace Kiln.Neural;

/// <summary>The losses of a network's outputs and their weighted sum.</summary>
internal sealed class TotalLoss
{
    private readonly Wiring _wiring;
    private readonly (int Output, Loss Loss, double Weight)[] _parts;
    private readonly OutputRange?[] _ends;

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

        OutputRange?[] ranges = wiring.OutputRanges();
        _ends = Array.ConvertAll(_parts, p => p.Output < ranges.Length ? ranges[p.Output] : null);
        Doubts = Judge();
        Names = _parts.Length == 1 ? [] : [.. _parts.Select(p => $"{wiring.OutputName(p.Output)}_loss")];
    }

    /// <summary>What is doubtful about the losses of these outputs, for the log.</summary>
    internal IReadOnlyList<string> Doubts { get; }

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
            return Compute(0, outputs[only.Output], batch, weights);
        }

        parts = new double[Names.Length];
        Tensor? sum = null;
        for (int i = 0; i < _parts.Length; i++)
        {
            (int output, _, double weight) = _parts[i];
            Tensor value;
            try
            {
                value = Compute(i, outputs[output], batch, weights);
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

    private Tensor Compute(int part, Tensor outputs, Batch batch, Tensor? weights)
    {
        (int output, Loss loss, _) = _parts[part];
        if (_ends[part] is { Form: OutputForm.Softmax } end && outputs.Rank > 0 && outputs.Shape[-1] == 1)
        {
            throw new ShapeException(
                $"{LossChecks.Title(loss.Name)}: {end.What} has one output, {outputs.Shape}, and a softmax of one number is always 1; take a Sigmoid for one output, or an output for each class");
        }

        Tensor targets = _wiring.TargetOf(batch, output);
        try
        {
            return weights is null ? loss.Compute(outputs, targets) : loss.Compute(outputs, targets, weights);
        }
        catch (ArgumentOutOfRangeException error)
        {
            Exception? explained = ClassFault.Explain(loss.Name, outputs, targets, batch, error);
            if (explained is null)
            {
                throw;
            }

            throw explained;
        }
    }

    /// <summary>Whether losses and last layers belong together, as far as the structure of the network tells.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    private List<string> Judge()
    {
        var doubts = new List<string>();
        for (int i = 0; i < _parts.Length; i++)
        {
            (int output, Loss loss, _) = _parts[i];
            if (_ends[i] is { } end && loss.Judge(end) is { } objection)
            {
                string place = _parts.Length == 1 ? string.Empty : $"output '{_wiring.OutputName(output)}': ";
                string text = $"{place}{LossChecks.Title(loss.Name)}: {objection.Text}";
                if (objection.IsMistake)
                {
                    throw new ArgumentException(text);
                }

                doubts.Add(text);
            }
        }

        return doubts;
    }
}
