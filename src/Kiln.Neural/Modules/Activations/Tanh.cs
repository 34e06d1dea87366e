namespace Kiln.Neural;

/// <summary>The hyperbolic tangent.</summary>
public sealed class Tanh : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Tanh();
}
