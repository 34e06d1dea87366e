using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Some examples of another dataset, in an order of their own; <see cref="Batch.Indices"/> count within the subset.</summary>
internal sealed class Subset : Dataset
{
    private readonly Dataset _source;
    private readonly RowIndices _indices;

    internal Subset(Dataset source, RowIndices indices)
    {
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)source.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"there is no example {index} in a dataset of {source.Count}");
            }
        }

        // A subset of a subset looks straight into the origin.
        (_source, _indices) = source is Subset { _source: var origin, _indices: var outer } ? (origin, indices.Of<int>(outer)) : (source, indices);
    }

    public override int Count => _indices.Count;

    public override Shape InputShape => _source.InputShape;

    public override Shape TargetShape => _source.TargetShape;

    public override IReadOnlyList<string> ClassNames => _source.ClassNames;

    public override Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var own = indices.ToArray();
        return _source.Gather(Array.ConvertAll(own, i => _indices[i])) with { Indices = own };
    }

    public override Image? GetImage(int index)
    {
        CheckIndices([index]);
        return _source.GetImage(_indices[index]);
    }
}
