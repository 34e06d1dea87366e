namespace Kiln.Numerics;

/// <summary>What attention reads.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct AttentionInputs<T>
    where T : unmanaged
{
    /// <summary>(batch, queries, query heads, size).</summary>
    public required ReadOnlySpan<T> Query { get; init; }

    /// <summary>Where the queries lie.</summary>
    public required AttentionStrides QueryStrides { get; init; }

    /// <summary>(batch, keys, key heads, size).</summary>
    public required ReadOnlySpan<T> Key { get; init; }

    /// <summary>Where the keys lie.</summary>
    public required AttentionStrides KeyStrides { get; init; }

    /// <summary>(batch, keys, key heads, value size).</summary>
    public required ReadOnlySpan<T> Value { get; init; }

    /// <summary>Where the values lie.</summary>
    public required AttentionStrides ValueStrides { get; init; }

    /// <summary>Added to the scaled scores, rows of <c>keys</c> adjacent elements by (batch, query, query head); empty for none.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>Where the rows of the bias lie; a stride of 0 shares a row over that axis.</summary>
    public AttentionStrides BiasStrides { get; init; }

    /// <summary>(batch, keys): false hides a key from all queries; empty for none.</summary>
    public ReadOnlySpan<bool> KeyMask { get; init; }

    /// <summary>(batch,): keys from this one on are hidden, and their memory is not read; empty for none.</summary>
    public ReadOnlySpan<int> KeyLengths { get; init; }

    /// <summary>Drops probabilities; null for none.</summary>
    public AttentionDropout? Dropout { get; init; }
}
