using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>An operand by address: rows of adjacent elements by (sequence, place in time, head).</summary>
internal unsafe struct AttentionView<T>
    where T : unmanaged
{
    public T* Pointer;
    public nint Batch;
    public nint Time;
    public nint Head;

    public AttentionView(T* pointer, AttentionStrides strides)
    {
        Pointer = pointer;
        Batch = (nint)strides.Batch;
        Time = (nint)strides.Time;
        Head = (nint)strides.Head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T* Row(int batch, int time, int head) => Pointer + (batch * Batch) + (time * Time) + (head * Head);
}

/// <summary>One call of attention by addresses: what the passes share.</summary>
internal unsafe struct AttentionProblem<T>
    where T : unmanaged
{
    public AttentionGeometry Geometry;
    public AttentionView<T> Query;
    public AttentionView<T> Key;
    public AttentionView<T> Value;
    public AttentionView<T> Bias;
    public AttentionView<T> Output;
    public AttentionView<T> OutputGradient;
    public AttentionView<T> QueryGradient;
    public AttentionView<T> KeyGradient;
    public AttentionView<T> ValueGradient;
    public AttentionView<T> BiasGradient;

    /// <summary>(batch, query heads, queries): logarithms of the sums of exponentials, +∞ for a query that sees no key. Null when not wanted.</summary>
    public T* LogSums;

    public bool* KeyMask;
    public int* KeyLengths;
    public AttentionDropout? Dropout;

    /// <summary>Keys of a sequence that exist: the causal alignment counts from there.</summary>
    public readonly int Length(int batch) => KeyLengths == null ? Geometry.Keys : KeyLengths[batch];

    /// <summary>Keys of a sequence up to the last that the mask lets through.</summary>
    public readonly int Visible(int batch)
    {
        var length = Length(batch);
        if (KeyMask != null)
        {
            var mask = KeyMask + ((nint)batch * Geometry.Keys);
            while (length > 0 && !mask[length - 1])
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>What is added to a query's index to get the last key it may see.</summary>
    public readonly int CausalOffset(int batch) => Geometry.Causal switch
    {
        CausalMask.None => int.MaxValue,
        CausalMask.TopLeft => 0,
        _ => Length(batch) - Geometry.Queries,
    };

    /// <summary>The row of log-sums of a head.</summary>
    public readonly T* LogSumsOf(int batch, int head) => LogSums + ((((nint)batch * Geometry.QueryHeads) + head) * Geometry.Queries);

    /// <summary>The number of a query's first probability, for dropout.</summary>
    public readonly long FirstElement(int batch, int head, int query) =>
        ((((long)batch * Geometry.QueryHeads) + head) * Geometry.Queries + query) * ((Geometry.Keys + 31L) & ~31L);
}

/// <summary>The keys that the queries of one sequence see: query i sees keys 0 to <see cref="Seen"/>(i) − 1, never fewer than query i − 1.</summary>
internal readonly struct VisibleKeys(int visible, int causalOffset)
{
    /// <summary>Keys that query <paramref name="query"/> sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Seen(int query) => (int)Math.Clamp((long)query + causalOffset + 1, 0, visible);

    /// <summary>The first query that sees key <paramref name="key"/>, if any does.</summary>
    public int FirstQuery(int key) => (int)Math.Max(0, (long)key - causalOffset);
}
