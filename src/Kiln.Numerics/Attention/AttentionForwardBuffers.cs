namespace Kiln.Numerics;

/// <summary>The working memory of a task of the forward pass: linear in its keys, independent of the number of queries.</summary>
internal unsafe struct AttentionForwardBuffers<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Most rows of a block.</summary>
    public const int QueryBlock = 64;

    /// <summary>Most keys of a block.</summary>
    public const int KeyBlock = 256;

    // Up to here the sums across lanes cost less than packing the keys.
    private const int DirectRows = 8;

    /// <summary>The keys as the columns of a matrix, in panels.</summary>
    public T* Keys;

    /// <summary>A panel's keys as rows, without those that the mask hides.</summary>
    public T* Rows;

    /// <summary>The values as adjacent rows.</summary>
    public T* Values;

    /// <summary>The scaled queries of a block.</summary>
    public T* Query;

    /// <summary>The scores of a block, then their exponentials.</summary>
    public T* Scores;

    /// <summary>The sums of exponentials times values of a block's rows.</summary>
    public T* Output;

    /// <summary>The largest score of each row so far.</summary>
    public T* Max;

    /// <summary>A vector of partial sums of exponentials for each row.</summary>
    public T* Sums;

    /// <summary>0 or −∞ for each key.</summary>
    public T* Hidden;

    /// <summary>A row of factors of dropout.</summary>
    public T* Kept;

    /// <summary>How many of the task's keys each row sees.</summary>
    public int* Seen;

    /// <summary>Whether a key is shared by so few rows that it is read in place.</summary>
    public static bool IsDirect(in AttentionGeometry g) => (long)g.HeadsPerKeyHead * g.Queries <= DirectRows;

    /// <summary>
    /// Key heads to work on together: where a key is read in place and its heads lie side by side, as many as make a block's rows, so that memory is read in
    /// its order.
    /// </summary>
    public static int HeadsTogether(in AttentionGeometry g, AttentionView<T> key) =>
        IsDirect(g) && key.Head < key.Time ? Math.Clamp(QueryBlock / Math.Max(1, g.HeadsPerKeyHead * g.Queries), 1, g.KeyHeads) : 1;

    /// <summary>Takes the memory.</summary>
    public void Lay(in AttentionGeometry g, int keys, ref AttentionArena<T> arena)
    {
        nint padded = BlockProduct<T, TVector, TLanes>.PaddedToPanels(keys);
        nint width = BlockProduct<T, TVector, TLanes>.Padded(g.ValueSize);
        var direct = IsDirect(g);
        nint rows = QueryBlock;
        Keys = arena.Take(direct ? 0 : padded * g.Size);
        Rows = arena.Take((nint)BlockProduct<T, TVector, TLanes>.PanelWidth * g.Size);
        Values = arena.Take((direct ? KeyBlock : padded) * width);
        Query = arena.Take(rows * g.Size);
        Scores = arena.Take(rows * KeyBlock);
        Output = arena.Take(rows * width);
        Max = arena.Take(rows);
        Sums = arena.Take(rows * TLanes.Count);
        Hidden = arena.Take(keys);
        Kept = arena.Take(KeyBlock);
        Seen = (int*)arena.Take(rows);
    }
}
