namespace Kiln.Neural;

/// <summary>A loss that compares outputs and targets element by element; a sample's is the mean over the last axis.</summary>
public abstract class ElementwiseLoss : SampleLoss
{
    /// <inheritdoc/>
    /// <param name="outputs">Any shape, floating point.</param>
    /// <param name="targets">The same shape, any numeric type. Shapes are not broadcast: (32, 1) against (32,) would compare all pairs.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public sealed override Tensor Compute(Tensor outputs, Tensor targets) => Checked(outputs, targets).Mean();

    /// <inheritdoc/>
    /// <param name="outputs">(batch, …), floating point.</param>
    /// <param name="targets">The same shape, any numeric type.</param>
    /// <returns>(batch, …): the mean over the last axis; of outputs with one axis, each element's loss.</returns>
    public sealed override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        Tensor losses = Checked(outputs, targets);
        return losses.Rank > 1 ? losses.Mean(-1) : losses;
    }

    /// <summary>The formula.</summary>
    /// <param name="outputs">Any shape, floating point.</param>
    /// <param name="targets">The same shape and type.</param>
    /// <returns>The same shape.</returns>
    protected abstract Tensor Elementwise(Tensor outputs, Tensor targets);

    private Tensor Checked(Tensor outputs, Tensor targets)
    {
        LossChecks.SameShape(Name, outputs, targets);
        return Elementwise(outputs, targets.To(outputs.DType));
    }
}
