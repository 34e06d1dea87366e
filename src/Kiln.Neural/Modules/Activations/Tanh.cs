namespace Kiln.Neural;

/// <summary>The hyperbolic tangent.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.Tanh();
    }
}
