namespace Kiln.Neural;

/// <summary>
/// A penalty on a parameter's values that training adds to the loss: <c>new Dense(784, 10).Regularize(weight: new L2(1e-4))</c>. The loss that a fit reports contains it,
/// as in Keras; an evaluation's does not.
/// </summary>
public abstract class Regularizer
{
    /// <summary>Computes the penalty: a scalar, differentiable.</summary>
    /// <param name="value">The parameter, or a layer's output (<see cref="ActivityRegularization"/>).</param>
    public abstract Tensor Penalty(Tensor value);

    /// <summary>How a configuration file names it; null for one that files do not know.</summary>
    internal virtual string? FileName => null;

    /// <summary>The numbers that a configuration file keeps.</summary>
    internal virtual double[] FileValues => [];

    private protected static double Factor(double value, string name) => HyperParameter.NotNegative(value, name, "regularizer");
}
