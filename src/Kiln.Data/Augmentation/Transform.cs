using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Changes batches on their way from a data set to a network, usually at random. What is drawn is a function of the key and of the example's
/// place in the batch, so the same batch of the same epoch is changed in the same way in every run, prefetched or not, on any number of threads.
/// A transform does not change and may be used from many threads.
/// </summary>
public abstract class Transform
{
    /// <summary>Changes a batch.</summary>
    /// <param name="batch">The batch; it is not changed.</param>
    /// <param name="key">What draws depend on.</param>
    /// <returns>A new batch, or the same where nothing is to be done.</returns>
    /// <exception cref="ShapeException">The batch's shape is not one this transform works on.</exception>
    /// <exception cref="DTypeException">Nor is its element type.</exception>
    public abstract Batch Apply(Batch batch, RandomKey key);

    /// <summary>The shape of an example's input after the transform; the same by default.</summary>
    /// <param name="shape">The shape before, without the batch axis.</param>
    public virtual Shape InputShape(Shape shape) => shape;

    /// <summary>The shape of an example's target after the transform; the same by default.</summary>
    /// <param name="shape">The shape before, without the batch axis.</param>
    public virtual Shape TargetShape(Shape shape) => shape;

    /// <summary>This transform and then another.</summary>
    /// <param name="next">What comes after.</param>
    public Transform Then(Transform next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new TransformSequence([this, next]);
    }
}
