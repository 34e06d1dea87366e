namespace Kiln.Neural;

/// <summary>factor · Σ |w|: draws values to exactly zero (lasso). The gradient at 0 is 0.</summary>
public sealed class L1 : Regularizer
{
    /// <summary>Makes the penalty.</summary>
    /// <param name="factor">Its weight in the loss; 0.01 by default, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public L1(double factor = 0.01) => Weight = Factor(factor, nameof(factor));

    /// <summary>The weight in the loss.</summary>
    public double Weight { get; }

    internal override string FileName => "l1";

    internal override double[] FileValues => [Weight];

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Abs().Sum() * Weight;
    }
}
