namespace Kiln.Numerics;

/// <summary>
/// An activation function that a kernel can apply to its result before storing it (matrix product, convolution) or that a layer
/// names in its constructor.
/// </summary>
public enum Activation
{
    /// <summary>The identity: x.</summary>
    None,

    /// <summary>Rectified linear unit: max(x, 0); NaN stays NaN.</summary>
    ReLU,

    /// <summary>Leaky rectified linear unit: x for x ≥ 0, otherwise 0.01·x.</summary>
    LeakyReLU,

    /// <summary>Logistic function: 1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Gaussian error linear unit, exact form: x/2 · (1 + erf(x/√2)).</summary>
    GELU,

    /// <summary>Sigmoid linear unit, also called swish: x / (1 + exp(−x)).</summary>
    SiLU,
}
