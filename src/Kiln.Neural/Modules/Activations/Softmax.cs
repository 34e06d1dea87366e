namespace Kiln.Neural;

/// <summary>exp(x) / Σ exp(x) along an axis: positive numbers that sum to 1. Not needed before <see cref="SoftmaxCrossEntropy"/>.</summary>
public sealed class Softmax : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="axis">The axis that sums to 1; the last by default. Axis 0, the batch, is allowed and rarely meant.</param>
    public Softmax(int axis = -1) => Axis = axis;

    /// <summary>The axis that sums to 1.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    /// <param name="x">A floating-point tensor that has the axis.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Axis(Label, x, Axis);
        return x.Softmax(Axis);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Between(this, 0, 1, Axis == -1 ? OutputForm.Softmax : OutputForm.Other);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("axis", Axis);
    }
}
