namespace Kiln.Neural;

/// <summary>x · tanh(log(1 + exp(x))). Misra, "Mish" (2019).</summary>
public sealed class Mish : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x * x.Softplus().Tanh();
    }
}
