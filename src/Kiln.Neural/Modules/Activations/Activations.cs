namespace Kiln.Neural;

/// <summary>The activations that layers name, as functions.</summary>
internal static class Activations
{
    /// <summary>Below the least value of x · Φ(x), −0.16997 at x = −0.7518, and of its tanh form.</summary>
    internal const double LeastGelu = -0.171;

    /// <summary>Below the least value of x · σ(x), −0.27846 at x = −1.2785.</summary>
    internal const double LeastSilu = -0.279;

    /// <summary>Applies one.</summary>
    internal static Tensor Apply(Tensor x, Activation activation) => activation switch
    {
        Activation.None => x,
        Activation.ReLU => x.Relu(),
        Activation.LeakyReLU => x.LeakyRelu(),
        Activation.Sigmoid => x.Sigmoid(),
        Activation.Tanh => x.Tanh(),
        Activation.GELU => x.Gelu(),
        Activation.SiLU => x.Silu(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "not an activation"),
    };
}
