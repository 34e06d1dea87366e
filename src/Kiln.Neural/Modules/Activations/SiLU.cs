namespace Kiln.Neural;

/// <summary>x / (1 + exp(−x)), also called swish. Elfwing et al. (2018).</summary>
public sealed class SiLU : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Silu();
}
