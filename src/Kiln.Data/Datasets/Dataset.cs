using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Examples that can be asked for by number. A dataset does not change and may be read from many threads. To add a kind of dataset,
/// implement <see cref="Count"/>, <see cref="InputShape"/> and <see cref="Gather"/>; the loader calls <see cref="Gather"/> on a thread of
/// its own, inside a random scope that depends on the loader's seed, the epoch and the batch only, so that random augmentation is
/// the same in every run.
/// </summary>
public abstract class Dataset
{
    /// <summary>The number of examples.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one example's input, without the batch axis.</summary>
    public abstract Shape InputShape { get; }

    /// <summary>The shape of one example's target; a scalar, such as a class label, by default.</summary>
    public virtual Shape TargetShape => Shape.Scalar;

    /// <summary>The names of the classes, by label; empty when there are none.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>Copies examples into a batch.</summary>
    /// <param name="indices">Which examples, each from 0 to Count − 1, in this order; repeats are fine.</param>
    /// <returns>Inputs of shape (indices, InputShape…) and targets of shape (indices, TargetShape…).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public abstract Batch Gather(ReadOnlySpan<int> indices);

    /// <summary>The input of one example as a picture, for reports; null when it is none.</summary>
    /// <param name="index">Which example, 0 to Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public virtual Image? GetImage(int index) => null;

    /// <summary>Some of the examples as a dataset; nothing is copied.</summary>
    /// <param name="indices">Which examples, in the order wanted; repeats are fine.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Subset(params ReadOnlySpan<int> indices) => new Subset(this, indices.ToArray());

    /// <summary>Some of the examples as a dataset; nothing is copied.</summary>
    /// <param name="rows">Which examples, in the order wanted, as a split gives them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Subset(RowIndices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new Subset(this, rows);
    }

    /// <summary>The first examples as a dataset; all of them when there are fewer.</summary>
    /// <param name="count">How many, at least 0.</param>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count >= Count ? this : new Subset(this, RowIndices.Range(0, count));
    }

    /// <summary>
    /// This data set with its batches transformed, such as <c>train.With(Augment.RandomFlip())</c>. Random transforms draw from the ambient stream,
    /// which <see cref="DataLoader"/> keys by seed, epoch and batch: every epoch shows other versions, and every run the same.
    /// </summary>
    /// <param name="transform">What is done to each batch.</param>
    public Dataset With(Transform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new TransformedDataset(this, transform);
    }

    /// <summary>Throws for the first index that is not an example.</summary>
    protected void CheckIndices(ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"there is no example {index} in a dataset of {Count}");
            }
        }
    }
}
