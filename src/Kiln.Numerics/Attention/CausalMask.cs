namespace Kiln.Numerics;

/// <summary>Which keys a query may see by its place in time.</summary>
public enum CausalMask
{
    /// <summary>All of them.</summary>
    None,

    /// <summary>
    /// Query i sees keys 0 to i: the first query is aligned with the first key. What PyTorch's <c>is_causal</c> means, for any two lengths.
    /// </summary>
    TopLeft,

    /// <summary>
    /// The last query is aligned with the last key: query i sees keys 0 to i + keys − queries, where <c>keys</c> is the length of that batch entry if lengths
    /// are given. What decoding with a cache of keys needs; the same as <see cref="TopLeft"/> when there are as many queries as keys.
    /// </summary>
    BottomRight,
}
