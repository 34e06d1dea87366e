namespace Kiln.Neural;

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class Sigmoid : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Sigmoid();
}
