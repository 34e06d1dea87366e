namespace Kiln.Neural;

/// <summary>l1 · Σ |w| + l2 · Σ w²: both at once (elastic net).</summary>
public sealed class L1L2 : Regularizer
{
    private readonly L1 _absolute;
    private readonly L2 _square;

    /// <summary>Makes the penalty.</summary>
    /// <param name="l1">The weight of the absolute values.</param>
    /// <param name="l2">The weight of the squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public L1L2(double l1 = 0.01, double l2 = 0.01) => (_absolute, _square) = (new L1(Factor(l1, nameof(l1))), new L2(Factor(l2, nameof(l2))));

    /// <summary>The weight of the absolute values.</summary>
    public double AbsoluteWeight => _absolute.Weight;

    /// <summary>The weight of the squares.</summary>
    public double SquareWeight => _square.Weight;

    internal override string FileName => "l1_l2";

    internal override double[] FileValues => [AbsoluteWeight, SquareWeight];

    /// <inheritdoc/>
    public override Tensor Penalty(Tensor value) => _absolute.Penalty(value) + _square.Penalty(value);
}
