using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>How the rows of a product are cut into tiles, and the copy of A in their order: tile after tile, term after term.</summary>
/// <remarks>
/// Rows are spread evenly: 64 rows make tiles of 13, 13, 13, 13 and 12, not four of 14 and one of 8. The copy is one stream of memory for the kernel,
/// where rows in place are a dozen, which fall onto the same cache sets when they lie a power of two apart.
/// </remarks>
internal readonly unsafe struct RowTiles<T, TVector, TLanes>(int rows, int count)
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // A transposed A is read some terms at a time: each lies on a page of its own, and a page is visited once for all tiles.
    private const int TermsTogether = 8;

    /// <summary>The number of tiles.</summary>
    public int Count => count;

    /// <summary>The first row of a tile; for <see cref="Count"/>, the number of rows.</summary>
    public int First(int tile) => (int)((long)rows * tile / count);

    /// <summary>Copies some tiles of a block of terms.</summary>
    /// <param name="a">The first row of the first tile at the first term of the block.</param>
    /// <param name="aRow">From one row to the next; 1 unless <paramref name="aStep"/> is.</param>
    /// <param name="aStep">From one term to the next; 1 unless <paramref name="aRow"/> is.</param>
    /// <param name="firstTile">The first tile.</param>
    /// <param name="endTile">The one after the last.</param>
    /// <param name="terms">Terms of the block.</param>
    /// <param name="copy">Room for as many rows as the tiles have, times <paramref name="terms"/>.</param>
    public void Copy(T* a, nint aRow, nint aStep, int firstTile, int endTile, int terms, T* copy)
    {
        if (aStep != 1)
        {
            for (var term = 0; term < terms; term += TermsTogether)
            {
                CopyTerms(a + (term * aStep), aStep, firstTile, endTile, term, terms, copy);
            }

            return;
        }

        var row = First(firstTile);
        for (var tile = firstTile; tile < endTile; tile++)
        {
            var end = First(tile + 1);
            var height = end - row;
            PanelPacking.Columns(a, aRow, terms, height, height, copy);
            a += height * aRow;
            copy += (nint)height * terms;
            row = end;
        }
    }

    private void CopyTerms(T* a, nint aStep, int firstTile, int endTile, int term, int terms, T* copy)
    {
        var row = First(firstTile);
        for (var tile = firstTile; tile < endTile; tile++)
        {
            var end = First(tile + 1);
            var height = end - row;
            CopyRuns(a, aStep, Math.Min(TermsTogether, terms - term), height, terms - term, copy + ((nint)term * height));
            a += height;
            copy += (nint)height * terms;
            row = end;
        }
    }

    // Whole vectors are copied: what lies beyond the last row is overwritten by the terms that follow, of which there must be enough left, or
    // a mask keeps the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRuns(T* from, nint step, int terms, int height, int left, T* to)
    {
        var whole = (height + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        for (; terms > 0; terms--)
        {
            TLanes.Prefetch(from + (TermsTogether * step));
            if ((long)left * height >= whole)
            {
                for (nint i = 0; i < height; i += TLanes.Count)
                {
                    TLanes.Store(to + i, TLanes.Load(from + i));
                }
            }
            else
            {
                for (nint i = 0; i < height; i += TLanes.Count)
                {
                    var lanes = (int)Math.Min(TLanes.Count, height - i);
                    var mask = TLanes.FirstLanes(lanes);
                    TLanes.StoreFirst(to + i, mask, lanes, TLanes.LoadFirst(from + i, mask, lanes));
                }
            }

            left--;
            from += step;
            to += height;
        }
    }
}
