namespace Kiln.Numerics;

/// <summary>The extents of scaled dot-product attention, and what does not depend on data.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="QueryHeads">Heads of the queries and of the output; a multiple of <paramref name="KeyHeads"/>.</param>
/// <param name="KeyHeads">Heads of the keys and values: query head h reads key head h / (QueryHeads / KeyHeads).</param>
/// <param name="Queries">Length of the queries in time.</param>
/// <param name="Keys">Length of the keys and values in time.</param>
/// <param name="Size">Elements of a query and of a key.</param>
/// <param name="ValueSize">Elements of a value and of an output.</param>
public readonly record struct AttentionGeometry(int Batch, int QueryHeads, int KeyHeads, int Queries, int Keys, int Size, int ValueSize)
{
    /// <summary>Which keys a query may see by its place; by default all.</summary>
    public CausalMask Causal { get; init; }

    /// <summary>What the products of queries and keys are multiplied by; null, the default, for 1 / √<see cref="Size"/>.</summary>
    public double? Scale { get; init; }

    /// <summary>The factor that <see cref="Scale"/> stands for.</summary>
    public double EffectiveScale => Scale ?? (1 / Math.Sqrt(Math.Max(1, Size)));

    /// <summary>Query heads that read one key head.</summary>
    public int HeadsPerKeyHead => KeyHeads == 0 ? 0 : QueryHeads / KeyHeads;

    /// <summary>Multiply-adds of the two products of the forward pass, nothing masked.</summary>
    internal long Work => (long)Batch * QueryHeads * Queries * Keys * ((long)Size + ValueSize);

    /// <summary>Checks the extents.</summary>
    /// <exception cref="ArgumentException">An extent is negative, the heads do not divide, or the scale is not a number.</exception>
    public void Validate()
    {
        Extent(Batch, nameof(Batch));
        Extent(QueryHeads, nameof(QueryHeads));
        Extent(KeyHeads, nameof(KeyHeads));
        Extent(Queries, nameof(Queries));
        Extent(Keys, nameof(Keys));
        Extent(Size, nameof(Size));
        Extent(ValueSize, nameof(ValueSize));
        if (QueryHeads > 0 && (KeyHeads == 0 || QueryHeads % KeyHeads != 0))
        {
            throw new ArgumentException($"attention: {QueryHeads} query heads cannot share {KeyHeads} key heads evenly; expected a divisor of {QueryHeads}.");
        }

        if (Scale is { } scale && !double.IsFinite(scale))
        {
            throw new ArgumentException($"attention: the scale is {scale}; expected a finite number.");
        }

        if (Causal is not (CausalMask.None or CausalMask.TopLeft or CausalMask.BottomRight))
        {
            throw new ArgumentException($"attention: there is no causal mask {(int)Causal}; expected None, TopLeft or BottomRight.");
        }
    }

    private static void Extent(int value, string name)
    {
        if (value < 0)
        {
            throw new ArgumentException($"attention: {name} is {value}; expected 0 or more.");
        }
    }
}
