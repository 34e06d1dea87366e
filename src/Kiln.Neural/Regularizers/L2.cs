namespace Kiln.Neural;

/// <summary>factor · Σ w²: keeps values small (ridge, weight decay). Without a factor ½, as in Keras: the gradient is 2 · factor · w.</summary>
public sealed class L2 : Regularizer
{
    /// <summary>Makes the penalty.</summary>
    /// <param name="factor">Its weight in the loss; 0.01 by default, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public L2(double factor = 0.01) => Weight = Factor(factor, nameof(factor));

    /// <summary>The weight in the loss.</summary>
    public double Weight { get; }

    internal override string FileName => "l2";

    internal override double[] FileValues => [Weight];

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Square().Sum() * Weight;
    }
}
