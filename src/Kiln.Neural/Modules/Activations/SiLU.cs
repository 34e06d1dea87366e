namespace Kiln.Neural;

/// <summary>x / (1 + exp(−x)), also called swish. Elfwing et al. (2018).</summary>
public sealed class SiLU : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (Activations.LeastSilu, double.PositiveInfinity);

    private protected override Tensor Apply(Tensor x) => x.Silu();
}
