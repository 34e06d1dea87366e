namespace Kiln.Neural;

/// <summary>log(1 + exp(x)).</summary>
public sealed class Softplus : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.Softplus();
    }
}
