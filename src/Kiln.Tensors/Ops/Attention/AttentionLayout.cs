namespace Kiln.Tensors;

/// <summary>The order of the axes of queries, keys, values and the result of attention.</summary>
public enum AttentionLayout
{
    /// <summary>(batch, time, heads, size): what a projection to (batch, time, heads · size) is reshaped to without moving anything.</summary>
    TimeFirst,

    /// <summary>(batch, heads, time, size): PyTorch's order.</summary>
    HeadsFirst,
}
