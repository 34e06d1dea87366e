namespace Kiln.Neural;

/// <summary>log(1 + exp(x)).</summary>
public sealed class Softplus : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Softplus();
}
