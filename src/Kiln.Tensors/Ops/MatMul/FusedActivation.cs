using System.Diagnostics;

using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>The activation at the end of a fused op (dense, convolution), forward and back.</summary>
internal static class FusedActivation
{
    /// <summary>An activation that no kernel fuses, as an op of its own.</summary>
    internal static Tensor Apply(Tensor x, Activation activation) => activation switch
    {
        Activation.GELU => x.Gelu(),
        Activation.SiLU => x.Silu(),
        _ => throw new UnreachableException(),
    };

    /// <summary>Throws for a value that is no activation, before anything is computed.</summary>
    internal static void Check(string op, Activation activation)
    {
        if (!Enum.IsDefined(activation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(activation), activation, $"{op}: activation is {activation}; expected one of {string.Join(", ", Enum.GetNames<Activation>())}");
        }
    }

    /// <summary>
    /// For an op of (input, weight, bias) whose third saved tensor is its result: the gradient before activation and bias, contiguous, and that
    /// of the bias when wanted. Nothing is left to do where the op behind has taken the activation over.
    /// </summary>
    internal static (Tensor Gradient, Tensor? Bias) Backward(BackwardContext context, Activation activation) =>
        context.ActivationIsDone
            ? (context.Gradient.Contiguous(), context.TakeBiasGradient())
            : Backward(context.Gradient, activation == Activation.None ? null : context.Saved(2), activation, context.Needs(2));

    /// <summary>
    /// The gradient before activation and bias, contiguous, from that of the result, and the gradient of the bias when wanted: one pass over
    /// memory. The bias belongs to the last axis.
    /// </summary>
    internal static (Tensor Gradient, Tensor? Bias) Backward(Tensor gradient, Tensor? y, Activation activation, bool biasWanted)
    {
        gradient = gradient.Contiguous();
        if (activation == Activation.None && !biasWanted)
        {
            return (gradient, null);
        }

        int columns = gradient.Shape[^1];
        int rows = columns == 0 ? 0 : gradient.Count / columns;
        Tensor z = activation == Activation.None ? gradient : Tensor.Empty(gradient.Shape, gradient.DType);
        Tensor? bias = biasWanted ? Tensor.Empty([columns], gradient.DType) : null;
        if (gradient.DType == DType.Float32)
        {
            Run<float>(static (m, n, y, g, z, b, f) => BiasActivation.Backward(m, n, y, g, z, b, f));
        }
        else
        {
            Run<double>(static (m, n, y, g, z, b, f) => BiasActivation.Backward(m, n, y, g, z, b, f));
        }

        GC.KeepAlive(gradient);
        GC.KeepAlive(y);
        return (z, bias);

        void Run<T>(Kernel<T> kernel)
            where T : unmanaged => kernel(
                rows,
                columns,
                y is null ? default : y.Span<T>(),
                gradient.Span<T>(),
                ReferenceEquals(z, gradient) ? default : z.Span<T>(),
                bias is null ? default : bias.Span<T>(),
                activation);
    }

    private delegate void Kernel<T>(
        int rows, int columns, ReadOnlySpan<T> y, ReadOnlySpan<T> gradient, Span<T> z, Span<T> bias, Activation activation);
}
