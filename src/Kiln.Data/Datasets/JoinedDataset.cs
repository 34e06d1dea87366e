using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Datasets of the same examples side by side, as one with several inputs or targets: pictures of a folder, say, with a table of what else is known of them. Example i is that of
/// each; batches are gathered from each as they are needed, so none has to fit into memory.
/// </summary>
/// <example><code>
/// var data = new JoinedDataset(inputs: [("picture", folder), ("note", notes)], targets: [("class", folder)]);
/// </code></example>
public sealed class JoinedDataset : Dataset
{
    private readonly Dataset[] _sources;
    private readonly int[] _inputs;
    private readonly int[] _targets;
    private readonly string[] _inputNames;
    private readonly string[] _targetNames;

    /// <summary>Joins datasets. One may stand in both lists, or several times; it is gathered once for each batch.</summary>
    /// <param name="inputs">Whose inputs are taken, with names that differ.</param>
    /// <param name="targets">Whose targets are taken, with names that differ.</param>
    /// <exception cref="DatasetException">A list is empty, two names are the same, or the datasets have different numbers of examples.</exception>
    public JoinedDataset(IReadOnlyList<(string Name, Dataset Data)> inputs, IReadOnlyList<(string Name, Dataset Data)> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        DatasetNames.Check(inputs.Select(i => i.Name), "input");
        DatasetNames.Check(targets.Select(t => t.Name), "target");
        var first = inputs[0];
        foreach (var (name, data) in inputs.Concat(targets))
        {
            ArgumentNullException.ThrowIfNull(data, name);
            if (data.Count != first.Data.Count)
            {
                throw new DatasetException($"dataset: '{name}' has {data.Count} examples, '{first.Name}' has {first.Data.Count}; joined datasets have the same examples");
            }
        }

        _sources = [.. inputs.Concat(targets).Select(s => s.Data).Distinct(ReferenceEqualityComparer.Instance).Cast<Dataset>()];
        _inputs = [.. inputs.Select(i => Array.IndexOf(_sources, i.Data))];
        _targets = [.. targets.Select(t => Array.IndexOf(_sources, t.Data))];
        _inputNames = [.. inputs.Select(i => i.Name)];
        _targetNames = [.. targets.Select(t => t.Name)];
    }

    /// <inheritdoc/>
    public override int Count => _sources[0].Count;

    /// <summary>The shape of one example's first input, without the batch axis.</summary>
    public override Shape InputShape => _sources[_inputs[0]].InputShape;

    /// <summary>The shape of one example's first target, without the batch axis.</summary>
    public override Shape TargetShape => _sources[_targets[0]].TargetShape;

    /// <summary>The names of the classes of the first target.</summary>
    public override IReadOnlyList<string> ClassNames => _sources[_targets[0]].ClassNames;

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var parts = new Batch[_sources.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = _sources[i].Gather(indices);
        }

        return new Batch(parts[_inputs[0]].Inputs, parts[_targets[0]].Targets, indices.ToArray())
        {
            OtherInputs = [.. _inputs.Skip(1).Select(i => parts[i].Inputs)],
            OtherTargets = [.. _targets.Skip(1).Select(i => parts[i].Targets)],
            InputNames = _inputNames,
            TargetNames = _targetNames,
            Weights = Array.Find(parts, p => p.Weights is not null)?.Weights,
        };
    }

    /// <inheritdoc/>
    public override Image? GetImage(int index)
    {
        CheckIndices([index]);
        return _inputs.Select(i => _sources[i].GetImage(index)).FirstOrDefault(image => image is not null);
    }
}
