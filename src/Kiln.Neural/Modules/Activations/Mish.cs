namespace Kiln.Neural;

/// <summary>x · tanh(log(1 + exp(x))). Misra, "Mish" (2019).</summary>
public sealed class Mish : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Mish();
}
