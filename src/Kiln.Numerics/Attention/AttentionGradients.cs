namespace Kiln.Numerics;

/// <summary>Where the gradients of attention's inputs go. All are overwritten; none may overlap another or an input.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct AttentionGradients<T>
    where T : unmanaged
{
    /// <summary>(batch, queries, query heads, size); empty together with <see cref="Key"/> and <see cref="Value"/> when only the bias's is wanted.</summary>
    public Span<T> Query { get; init; }

    /// <summary>Where they lie.</summary>
    public AttentionStrides QueryStrides { get; init; }

    /// <summary>(batch, keys, key heads, size).</summary>
    public Span<T> Key { get; init; }

    /// <summary>Where they lie.</summary>
    public AttentionStrides KeyStrides { get; init; }

    /// <summary>(batch, keys, key heads, value size).</summary>
    public Span<T> Value { get; init; }

    /// <summary>Where they lie.</summary>
    public AttentionStrides ValueStrides { get; init; }

    /// <summary>
    /// The gradient of the bias, summed over the axes along which the bias is shared: strides as <see cref="AttentionInputs{T}.BiasStrides"/>. Empty when it is
    /// not wanted; it costs two more products.
    /// </summary>
    public Span<T> Bias { get; init; }

    /// <summary>Where its rows lie: 0 exactly along the axes where the bias's stride is 0.</summary>
    public AttentionStrides BiasStrides { get; init; }
}
