namespace Kiln.Neural;

/// <summary>A set that a parameter's values are put back into after each training step: <c>new Dense(784, 10).Constrain(weight: new MaxNorm(3))</c>.</summary>
public abstract class Constraint
{
    /// <summary>The nearest allowed values, or what the subclass defines.</summary>
    /// <param name="value">The parameter after a step.</param>
    /// <returns>A tensor of the same shape and type.</returns>
    public abstract Tensor Project(Tensor value);

    /// <summary>How a configuration file names it; null for one that files do not know.</summary>
    internal virtual string? FileName => null;

    /// <summary>The numbers that a configuration file keeps.</summary>
    internal virtual double[] FileValues => [];

    /// <summary>
    /// The length of the weights of each unit: over all axes but the last, which is a column of a dense layer and a whole filter of a convolution; over the only
    /// axis of a bias. Keeps the axes.
    /// </summary>
    private protected static Tensor Lengths(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int[] axes = value.Rank <= 1 ? [.. Enumerable.Range(0, value.Rank)] : [.. Enumerable.Range(0, value.Rank - 1)];
        return value.Square().Sum(axes, keepDims: true).Sqrt();
    }

    private protected static double Length(double value, string name) => HyperParameter.NotNegative(value, name, "constraint");
}
