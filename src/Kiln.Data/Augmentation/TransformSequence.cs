using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Several transforms, one after the other. Each draws from a stream of its own, named by its place.</summary>
internal sealed class TransformSequence : Transform
{
    private readonly Transform[] _parts;

    internal TransformSequence(IEnumerable<Transform> parts) =>
        _parts = [.. parts.SelectMany(part => part is TransformSequence sequence ? sequence._parts : [part])];

    public override Batch Apply(Batch batch, RandomKey key)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            batch = _parts[i].Apply(batch, key.Derive(i));
        }

        return batch;
    }

    public override Shape InputShape(Shape shape) => _parts.Aggregate(shape, (before, part) => part.InputShape(before));

    public override Shape TargetShape(Shape shape) => _parts.Aggregate(shape, (before, part) => part.TargetShape(before));
}
