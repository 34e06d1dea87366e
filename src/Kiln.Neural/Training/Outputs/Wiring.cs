using Kiln.Data;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>
/// How batches meet a network: which tensors of a batch go into which inputs, and which of its targets belong to which outputs. Names decide where the batch has some, the order
/// where it has none; with one input and one output there is nothing to decide.
/// </summary>
internal sealed class Wiring
{
    private readonly Module _network;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    internal Wiring(Module network)
    {
        _network = network;
        _inputs = [.. network.InputNames];
        _outputs = [.. network.OutputNames];
    }

    /// <summary>The number of outputs.</summary>
    internal int Outputs => Math.Max(1, _outputs.Length);

    /// <summary>Whether there is one input and one output.</summary>
    internal bool IsSingle => _inputs.Length <= 1 && Outputs == 1;

    /// <summary>The name of an output; empty for the only one of a network that does not name it.</summary>
    internal string OutputName(int output) => _outputs.Length == 0 ? string.Empty : _outputs[output];

    /// <summary>Between which numbers the outputs lie, where the network's structure tells.</summary>
    internal OutputRange?[] OutputRanges() => _network.OutputRanges();

    /// <summary>Computes all outputs of a batch.</summary>
    internal Tensor[] Forward(Batch batch)
    {
        if (batch.OtherInputs.Count == 0 && IsSingle)
        {
            return [_network.Forward(batch.Inputs)];
        }

        return Forward(Arrange(batch));
    }

    /// <summary>Computes all outputs of some inputs in the network's order.</summary>
    internal Tensor[] Forward(Tensor[] inputs)
    {
        Tensor[] outputs = _network.ForwardAll(inputs);
        return outputs.Length == Outputs
            ? outputs
            : throw new ArgumentException(
                $"{_network.GetType().Name}: computes {outputs.Length} outputs, but names {_outputs.Length}; override OutputNames with a name for each");
    }

    /// <summary>The number of an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="who">Who names it, for the error.</param>
    internal int OutputOf(string name, string who)
    {
        int found = Array.IndexOf(_outputs, name);
        return found >= 0
            ? found
            : throw new ArgumentException($"{who}: {_network.GetType().Name} has no output '{name}'; {ListOf("output", _outputs)}");
    }

    /// <summary>The targets of an output.</summary>
    internal Tensor TargetOf(Batch batch, int output)
    {
        if (batch.OtherTargets.Count == 0 && Outputs == 1)
        {
            return batch.Targets;
        }

        if (batch.TargetNames.Count > 0 && _outputs.Length > 0)
        {
            int found = IndexOf(batch.TargetNames, _outputs[output]);
            return found >= 0
                ? batch.AllTargets[found]
                : throw new ArgumentException($"the data has no target '{_outputs[output]}' for the output of that name; {ListOf("target", batch.TargetNames)}");
        }

        return batch.OtherTargets.Count + 1 == Outputs
            ? batch.AllTargets[output]
            : throw new ArgumentException(
                $"the data has {batch.OtherTargets.Count + 1} targets, {_network.GetType().Name} {Outputs} outputs; {ListOf("output", _outputs)}. "
                + "Expected a target for each, or names (NamedTensorDataset) that say which belong together");
    }

    /// <summary>Gives a metric what it is about.</summary>
    internal void Update(IMetric metric, Tensor[] outputs, Batch batch)
    {
        int output = metric is OutputMetric { Output: var name } ? OutputOf(name, $"metric {metric.Name}") : 0;
        metric.Update(outputs[output], TargetOf(batch, output));
    }

    /// <summary>A metric of a network with several outputs says which it is about.</summary>
    internal void Check(IEnumerable<IMetric> metrics)
    {
        foreach (IMetric metric in metrics)
        {
            if (metric is OutputMetric { Output: var name })
            {
                OutputOf(name, $"metric {metric.Name}");
            }
            else if (Outputs > 1)
            {
                throw new ArgumentException(
                    $"metric {metric.Name}: {_network.GetType().Name} has several outputs; say which with new {metric.GetType().Name}().On(\"{_outputs[0]}\"). {ListOf("output", _outputs)}");
            }
        }
    }

    /// <summary>The inputs of a batch in the network's order.</summary>
    internal Tensor[] Arrange(Batch batch)
    {
        IReadOnlyList<Tensor> all = batch.AllInputs;
        if (batch.InputNames.Count == 0 || _inputs.Length == 0 || _inputs.Contains(string.Empty))
        {
            return [.. all]; // The network says what it takes, when the number is wrong.
        }

        var arranged = new Tensor[_inputs.Length];
        for (int i = 0; i < arranged.Length; i++)
        {
            int found = IndexOf(batch.InputNames, _inputs[i]);
            arranged[i] = found >= 0
                ? all[found]
                : throw new ArgumentException($"the data has no input '{_inputs[i]}', which {_network.GetType().Name} takes; {ListOf("input", batch.InputNames)}");
        }

        return arranged;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static string ListOf(string what, IReadOnlyList<string> names) => names.Count switch
    {
        0 => $"its only {what} has no name",
        1 => $"there is one {what}, '{names[0]}'",
        _ => $"there are the {what}s {string.Join(", ", names.Select(n => $"'{n}'"))}",
    };
}
