namespace Kiln.Neural;

/// <summary>
/// Minus the cosine of the angle between output and target vectors (the last axis), the mean over the batch: −1 where they point the same way, 1 where they
/// point apart. Lengths are √max(Σ x², 10⁻¹²), as in Keras.
/// </summary>
public sealed class CosineSimilarity : SampleLoss
{
    /// <inheritdoc/>
    public override string Name => "cosine_similarity";

    /// <inheritdoc/>
    /// <param name="outputs">(…, n).</param>
    /// <param name="targets">The same shape.</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        LossChecks.SameShape(Name, outputs, targets);
        return -(Unit(outputs) * Unit(targets.To(outputs.DType))).Sum(-1);
    }

    private static Tensor Unit(Tensor x) => x * x.Square().Sum(-1, keepDims: true).Maximum(1e-12).Rsqrt();
}
