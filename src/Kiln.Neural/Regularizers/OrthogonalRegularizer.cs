namespace Kiln.Neural;

/// <summary>
/// Draws a matrix's rows (or columns) to right angles: factor times the mean of |cos| over all pairs of them. As Keras's OrthogonalRegularizer. A weight of more
/// axes counts as the matrix (all axes but the last, last).
/// </summary>
public sealed class OrthogonalRegularizer : Regularizer
{
    /// <summary>Makes the penalty.</summary>
    /// <param name="factor">Its weight in the loss; 0.01 by default, as in Keras.</param>
    /// <param name="columns">Whether the columns (what each unit of a dense layer looks at) are drawn apart, rather than the rows; false by default, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public OrthogonalRegularizer(double factor = 0.01, bool columns = false) => (Weight, Columns) = (Factor(factor, nameof(factor)), columns);

    /// <summary>The weight in the loss.</summary>
    public double Weight { get; }

    /// <summary>Whether columns are drawn apart rather than rows.</summary>
    public bool Columns { get; }

    internal override string FileName => "orthogonal";

    internal override double[] FileValues => [Weight, Columns ? 1 : 0];

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The value has fewer than two axes.</exception>
    public override Tensor Penalty(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank < 2)
        {
            throw new ShapeException($"orthogonal regularizer: expected a matrix, got shape {value.Shape}");
        }

        Tensor matrix = value.Rank == 2 ? value : value.Reshape(-1, value.Shape[-1]);
        Tensor vectors = Columns ? matrix.T : matrix;
        int count = vectors.Shape[0];
        if (count < 2)
        {
            return (value * 0.0).Sum(); // A single vector stands at right angles to nothing.
        }

        Tensor unit = vectors * vectors.Square().Sum(-1, keepDims: true).Maximum(1e-12).Rsqrt();
        Tensor cosines = unit.MatMul(unit.T) * (1.0 - Tensor.Eye(count, dtype: value.DType));
        return cosines.Abs().Sum() * (0.5 * Weight / (count * (count - 1.0) / 2)); // Each pair stands there twice.
    }
}
