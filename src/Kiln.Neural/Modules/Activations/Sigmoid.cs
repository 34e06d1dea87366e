namespace Kiln.Neural;

/// <summary>1 / (1 + exp(−x)).</summary>
public sealed class Sigmoid : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (0, 1);

    private protected override OutputForm Form => OutputForm.Sigmoid;

    private protected override Tensor Apply(Tensor x) => x.Sigmoid();
}
