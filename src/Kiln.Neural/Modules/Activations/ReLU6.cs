namespace Kiln.Neural;

/// <summary>min(max(x, 0), 6). Howard et al., "MobileNets" (2017).</summary>
public sealed class ReLU6 : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (0, 6);

    private protected override Tensor Apply(Tensor x) => ClippedReLU.Apply(x);
}
