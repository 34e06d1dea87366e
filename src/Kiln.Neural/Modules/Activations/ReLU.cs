namespace Kiln.Neural;

/// <summary>max(x, 0). Nair and Hinton (2010).</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.Relu();
    }
}
