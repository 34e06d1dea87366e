using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// Operands of attention as its kernels take them: (batch, time, heads, size) of any strides whose last axis is contiguous, the bias (batch, heads, queries,
/// keys) with axes of size 1 where it is shared.
/// </summary>
internal sealed record AttentionOperands(Tensor Query, Tensor Key, Tensor Value, Tensor? Bias, Tensor? KeyMask, Tensor? KeyLengths)
{
    /// <summary>The tensor itself, or a copy when the kernels cannot read it in place.</summary>
    internal static Tensor Readable(Tensor x)
    {
        bool readable = x.Strides[3] == 1 || x.Shape[3] <= 1;
        foreach (int stride in x.Strides)
        {
            readable &= stride >= 0;
        }

        return readable ? x : x.Contiguous();
    }

    /// <summary>A tensor for results of the same extents, with time and heads in the same order in memory.</summary>
    internal static Tensor Like(Tensor x, int size)
    {
        int batch = x.Shape[0];
        int time = x.Shape[1];
        int heads = x.Shape[2];
        return x.Strides[1] >= x.Strides[2]
            ? Tensor.Empty([batch, time, heads, size], x.DType)
            : Tensor.Empty([batch, heads, time, size], x.DType).Permute(0, 2, 1, 3);
    }

    /// <summary>Where the rows of a (batch, time, heads, size) lie.</summary>
    internal static AttentionStrides Strides(Tensor x) => new(x.Strides[0], x.Strides[1], x.Strides[2]);

    /// <summary>Where the rows of a contiguous (batch, heads, queries, keys) lie, 0 along axes of size 1.</summary>
    internal static AttentionStrides BiasStrides(Tensor? bias) =>
        bias is null ? default : new(Stride(bias, 0), Stride(bias, 2), Stride(bias, 1));

    /// <summary>The memory of a (batch, time, heads, size). The tensor must be kept alive beyond it.</summary>
    internal static unsafe Span<T> Span<T>(Tensor x)
        where T : unmanaged
    {
        if (x.Count == 0)
        {
            return default;
        }

        long last = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            last += (x.Shape[axis] - 1L) * x.Strides[axis];
        }

        return new Span<T>(x.Pointer<T>(), checked((int)(last + x.Shape[3])));
    }

    /// <summary>The operands as spans. They must be kept alive beyond it.</summary>
    internal AttentionInputs<T> Inputs<T>(AttentionDropout? dropout)
        where T : unmanaged => new()
        {
            Query = Span<T>(Query),
            QueryStrides = Strides(Query),
            Key = Span<T>(Key),
            KeyStrides = Strides(Key),
            Value = Span<T>(Value),
            ValueStrides = Strides(Value),
            Bias = Bias is null ? default : Bias.Span<T>(),
            BiasStrides = BiasStrides(Bias),
            KeyMask = KeyMask is null ? default : KeyMask.Span<bool>(),
            KeyLengths = KeyLengths is null ? default : KeyLengths.Span<int>(),
            Dropout = dropout,
        };

    private static int Stride(Tensor x, int axis) => x.Shape[axis] == 1 ? 0 : x.Strides[axis];
}
