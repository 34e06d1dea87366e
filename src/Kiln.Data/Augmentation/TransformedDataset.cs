using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>A data set whose batches are transformed; draws come from the ambient random stream, which a loader keys by seed, epoch and batch.</summary>
internal sealed class TransformedDataset(Dataset source, Transform transform) : Dataset
{
    internal const string Purpose = "transform";

    public override int Count => source.Count;

    public override Shape InputShape => transform.InputShape(source.InputShape);

    public override Shape TargetShape => transform.TargetShape(source.TargetShape);

    public override IReadOnlyList<string> ClassNames => source.ClassNames;

    public override Batch Gather(ReadOnlySpan<int> indices) => transform.Apply(source.Gather(indices), RandomScope.Next(Purpose));

    public override Image? GetImage(int index) => source.GetImage(index);
}
