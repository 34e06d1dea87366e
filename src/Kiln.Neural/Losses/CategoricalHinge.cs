namespace Kiln.Neural;

/// <summary>
/// max(0, 1 + (largest output of a wrong class) − (output of the right class)), the mean over the batch: the multi-class hinge of Crammer and Singer (2001), as in
/// Keras. Targets are one-hot rows, or classes as integers.
/// </summary>
public sealed class CategoricalHinge : SampleLoss
{
    /// <inheritdoc/>
    public override string Name => "categorical_hinge";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): scores.</param>
    /// <param name="targets">One-hot rows of the outputs' shape, or classes as integers of shape (…).</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        Tensor t = LossChecks.Probabilities(Name, outputs, targets, labelSmoothing: 0);
        Tensor right = (t * outputs).Sum(-1);
        Tensor wrong = ((1.0 - t) * outputs).Max(-1);
        return (wrong - right + 1.0).Relu();
    }
}
