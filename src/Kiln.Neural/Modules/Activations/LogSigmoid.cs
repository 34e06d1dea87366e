namespace Kiln.Neural;

/// <summary>log(1 / (1 + exp(−x))), computed as −log(1 + exp(−x)) without overflow.</summary>
public sealed class LogSigmoid : ElementwiseActivation
{
    private protected override (double Least, double Most) Bounds => (double.NegativeInfinity, 0);

    private protected override Tensor Apply(Tensor x) => x.LogSigmoid();
}
