namespace Kiln.Neural;

/// <summary>x · min(max(x + 3, 0), 6) / 6, also called hard swish. Howard et al., "Searching for MobileNetV3" (2019).</summary>
public sealed class HardSiLU : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x * (ClippedReLU.Apply(x + 3.0) * (1.0 / 6));
    }
}
