namespace Kiln.Neural;

/// <summary>exp(x).</summary>
public sealed class Exponential : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (0, double.PositiveInfinity);

    private protected override Tensor Apply(Tensor x) => x.Exp();
}
