namespace Kiln.Neural;

/// <summary>min(max(x + 3, 0), 6) / 6. Howard et al., "Searching for MobileNetV3" (2019).</summary>
public sealed class HardSigmoid : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (0, 1);

    private protected override OutputForm Form => OutputForm.Sigmoid;

    private protected override Tensor Apply(Tensor x) => x.HardSigmoid();
}
