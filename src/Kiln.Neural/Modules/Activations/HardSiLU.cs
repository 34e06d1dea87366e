namespace Kiln.Neural;

/// <summary>x · min(max(x + 3, 0), 6) / 6, also called hard swish. Howard et al., "Searching for MobileNetV3" (2019).</summary>
public sealed class HardSiLU : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.HardSilu();
}
