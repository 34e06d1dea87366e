namespace Kiln.Neural;

/// <summary>Vectors of length 1: x / √max(Σ x², 10⁻¹²) along an axis. Keras's UnitNormalization, PyTorch's <c>F.normalize</c>.</summary>
public sealed class UnitNorm : Module
{
    // Keras's, under the root: vectors shorter than a millionth are not stretched further.
    private const double Least = 1e-12;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis along which a vector lies; the last by default.</param>
    public UnitNorm(int axis = -1) => Axis = axis;

    /// <summary>The axis along which a vector lies.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    /// <param name="x">A floating-point tensor that has the axis.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Axis(Label, x, Axis);
        return x * x.Square().Sum(Axis, keepDims: true).Maximum(Least).Rsqrt();
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Between(this, -1, 1);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("axis", Axis);
    }
}
