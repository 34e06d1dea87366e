namespace Kiln.Neural;

/// <summary>The activations that layers name, as functions.</summary>
internal static class Activations
{
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
