using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// A dataset with several inputs or targets, each a tensor with a name: row i of each is example i. The names are those of a network's inputs and outputs.
/// </summary>
/// <example><code>
/// var data = new NamedTensorDataset(inputs: [("picture", pictures), ("note", notes)], targets: [("digit", digits), ("parity", parity)]);
/// </code></example>
public sealed class NamedTensorDataset : Dataset
{
    private readonly (string Name, Tensor Values)[] _inputs;
    private readonly (string Name, Tensor Values)[] _targets;
    private readonly string[] _inputNames;
    private readonly string[] _targetNames;

    /// <summary>Makes the dataset; nothing is copied unless a tensor is a view that is not contiguous.</summary>
    /// <param name="inputs">The inputs, each (examples, …), with names that differ.</param>
    /// <param name="targets">The targets, each (examples, …), with names that differ; class labels are int64 of shape (examples,).</param>
    /// <param name="allowNonFinite">True to accept NaN and infinities, which are refused by default.</param>
    /// <param name="weights">How much each example counts in the losses, (examples,): finite and not negative; all alike by default.</param>
    /// <exception cref="DatasetException">There are no inputs or targets, two have one name, they have different numbers of rows, or hold NaN or infinities.</exception>
    public NamedTensorDataset(
        IReadOnlyList<(string Name, Tensor Values)> inputs, IReadOnlyList<(string Name, Tensor Values)> targets, bool allowNonFinite = false, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        DatasetNames.Check(inputs.Select(i => i.Name), "input");
        DatasetNames.Check(targets.Select(t => t.Name), "target");
        (string First, int Count)? seen = null;
        foreach (var (name, values) in inputs.Concat(targets))
        {
            ArgumentNullException.ThrowIfNull(values, name);
            if (values.Rank == 0 || (seen is { } first && values.Shape[0] != first.Count))
            {
                throw new DatasetException(
                    $"dataset: '{name}' {values.Shape} must have as many rows, on its first axis, as {(seen is { } other ? $"'{other.First}' has: {other.Count}" : "there are examples")}");
            }

            seen ??= (name, values.Shape[0]);
            if (!allowNonFinite)
            {
                Finite.Check(values, $"'{name}'");
            }
        }

        // What a dataset of one input and one target checks of its weights holds here too.
        Weights = weights is null ? null : new TensorDataset(inputs[0].Values, targets[0].Values, allowNonFinite: true, weights: weights).Weights;
        _inputs = [.. inputs.Select(i => (i.Name, i.Values.Detach().Contiguous()))];
        _targets = [.. targets.Select(t => (t.Name, t.Values.Detach().Contiguous()))];
        _inputNames = [.. inputs.Select(i => i.Name)];
        _targetNames = [.. targets.Select(t => t.Name)];
    }

    /// <summary>The inputs with their names.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Inputs => _inputs;

    /// <summary>The targets with their names.</summary>
    public IReadOnlyList<(string Name, Tensor Values)> Targets => _targets;

    /// <summary>How much each example counts in the losses, (examples,); null when all count alike.</summary>
    public Tensor? Weights { get; }

    /// <inheritdoc/>
    public override int Count => _inputs[0].Values.Shape[0];

    /// <summary>The shape of one example's first input, without the batch axis.</summary>
    public override Shape InputShape => _inputs[0].Values.Shape.Sizes[1..].ToArray();

    /// <summary>The shape of one example's first target, without the batch axis.</summary>
    public override Shape TargetShape => _targets[0].Values.Shape.Sizes[1..].ToArray();

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var rows = indices.ToArray();
        return new Batch(TensorDataset.Rows(_inputs[0].Values, rows), TensorDataset.Rows(_targets[0].Values, rows), rows)
        {
            OtherInputs = [.. _inputs.Skip(1).Select(i => TensorDataset.Rows(i.Values, rows))],
            OtherTargets = [.. _targets.Skip(1).Select(t => TensorDataset.Rows(t.Values, rows))],
            InputNames = _inputNames,
            TargetNames = _targetNames,
            Weights = Weights is null ? null : TensorDataset.Rows(Weights, rows),
        };
    }
}
