namespace Kiln.Neural;

/// <summary>log(1 + exp(x)).</summary>
public sealed class Softplus : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (0, double.PositiveInfinity);

    private protected override Tensor Apply(Tensor x) => x.Softplus();
}
