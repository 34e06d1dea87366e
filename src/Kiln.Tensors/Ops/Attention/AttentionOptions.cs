using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>What <see cref="Functional.ScaledDotProductAttention"/> does beside the products.</summary>
public sealed record AttentionOptions
{
    /// <summary>Time first, no causal mask, scale 1 / √size, no dropout.</summary>
    public static AttentionOptions Default { get; } = new();

    /// <summary>The order of the axes; by default (batch, time, heads, size). Either is read and written in place.</summary>
    public AttentionLayout Layout { get; init; }

    /// <summary>
    /// Which keys a query may see by its place; by default all. With different lengths of queries and keys, <see cref="CausalMask.TopLeft"/> is PyTorch's
    /// <c>is_causal</c> and <see cref="CausalMask.BottomRight"/> what decoding with cached keys needs.
    /// </summary>
    public CausalMask Causal { get; init; }

    /// <summary>What the products of queries and keys are multiplied by; by default (null) 1 / √size.</summary>
    public double? Scale { get; init; }

    /// <summary>The probability with which each attention probability is dropped, from 0 (the default) to below 1; the others are scaled by 1 / (1 − rate).</summary>
    public double Dropout { get; init; }

    /// <summary>The stream that decides what is dropped; by default (null) <c>RandomScope.Next("attention dropout")</c> at each call.</summary>
    public RandomKey? DropoutKey { get; init; }
}
