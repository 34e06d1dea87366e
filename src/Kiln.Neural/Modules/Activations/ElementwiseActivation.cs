namespace Kiln.Neural;

/// <summary>What activations share that compute each element from that element alone.</summary>
public abstract class ElementwiseActivation : Module
{
    private protected ElementwiseActivation()
    {
    }

    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return Apply(x);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Between(this, Bounds.Least, Bounds.Most, Form);

    /// <summary>Between which numbers the results lie; any, unless a subclass knows better.</summary>
    private protected virtual (double Least, double Most) Bounds => (double.NegativeInfinity, double.PositiveInfinity);

    private protected virtual OutputForm Form => OutputForm.Other;

    private protected abstract Tensor Apply(Tensor x);

    /// <summary>Checks a setting.</summary>
    private protected static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be finite, got {value}");
}
