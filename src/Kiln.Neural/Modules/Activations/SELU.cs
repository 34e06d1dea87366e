namespace Kiln.Neural;

/// <summary>
/// λ x for x ≥ 0, otherwise λ α (exp(x) − 1), with λ and α that keep mean 0 and variance 1. Klambauer et al.,
/// "Self-normalizing neural networks" (2017), equation 2.
/// </summary>
public sealed class SELU : ElementwiseActivation
{
    private protected override Tensor Apply(Tensor x) => x.Selu();
}
