namespace Kiln.Neural;

/// <summary>x / (1 + exp(−x)), also called swish. Elfwing et al. (2018).</summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.Silu();
    }
}
