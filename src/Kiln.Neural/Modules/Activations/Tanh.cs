namespace Kiln.Neural;

/// <summary>The hyperbolic tangent.</summary>
public sealed class Tanh : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (-1, 1);

    private protected override Tensor Apply(Tensor x) => x.Tanh();
}
