namespace Kiln.Neural;

/// <summary>x / (1 + |x|).</summary>
public sealed class Softsign : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x / (x.Abs() + 1.0);
    }
}
