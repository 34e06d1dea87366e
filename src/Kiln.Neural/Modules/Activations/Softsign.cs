namespace Kiln.Neural;

/// <summary>x / (1 + |x|).</summary>
public sealed class Softsign : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (-1, 1);

    private protected override Tensor Apply(Tensor x) => x.Softsign();
}
