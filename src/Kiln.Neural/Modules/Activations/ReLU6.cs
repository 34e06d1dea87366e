namespace Kiln.Neural;

/// <summary>min(max(x, 0), 6). Howard et al., "MobileNets" (2017).</summary>
public sealed class ReLU6 : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return ClippedReLU.Apply(x);
    }
}
