using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// C = A·B [+ C] of blocks that lie in cache, on the tile kernels. Columns are cut into panels of two vectors (the last may have one), rows into tiles as
/// high as the registers allow and of even height; a panel of B stays in the first-level cache while all tiles pass over it.
/// </summary>
/// <remarks>C's rows and B's panels are whole vectors wide, padded where the matrix is not: attention owns all of these buffers, so no store is masked.</remarks>
internal static unsafe class BlockProduct<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Columns of a panel.</summary>
    public static int PanelWidth => 2 * TLanes.Count;

    /// <summary><paramref name="columns"/> rounded up to whole vectors.</summary>
    public static int Padded(int columns) => (columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary><paramref name="columns"/> rounded up to whole panels.</summary>
    public static int PaddedToPanels(int columns) => (columns + PanelWidth - 1) / PanelWidth * PanelWidth;

    /// <summary>Computes the product.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C; computed to the end of the last vector.</param>
    /// <param name="terms">Columns of A, rows of B.</param>
    /// <param name="a">A[0, 0].</param>
    /// <param name="aRow">From one row of A to the next.</param>
    /// <param name="aStep">From one column of A to the next.</param>
    /// <param name="b">B[0, 0].</param>
    /// <param name="bStep">From one row of B to the next.</param>
    /// <param name="bPanel">From one panel of B to the next: <see cref="PanelWidth"/> for a matrix, terms · <see cref="PanelWidth"/> for packed panels.</param>
    /// <param name="c">C[0, 0].</param>
    /// <param name="cRow">From one row of C to the next.</param>
    /// <param name="accumulate">Add to C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, int terms, T* a, nint aRow, nint aStep, T* b, nint bStep, nint bPanel, T* c, nint cRow, bool accumulate)
    {
        TileJob<T> job = default;
        job.ARow = aRow;
        job.AStep = aStep;
        job.BStep = bStep;
        job.Terms = terms;
        job.Segments = 1;
        job.CRow = cRow;
        job.LastLanes = TLanes.Count;
        job.Accumulate = accumulate;
        var highest = TLanes.MaxRows(2);
        var tiles = (rows + highest - 1) / highest;
        for (var column = 0; column < columns; column += PanelWidth)
        {
            var narrow = columns - column <= TLanes.Count;
            var row = 0;
            for (var tile = 1; tile <= tiles; tile++)
            {
                var end = rows * tile / tiles;
                job.A = a + (row * aRow);
                job.B = b;
                job.C = c + (row * cRow) + column;
                if (narrow)
                {
                    TileKernels<T, TVector, TLanes>.Run1(end - row, &job);
                }
                else
                {
                    TileKernels<T, TVector, TLanes>.Run2(end - row, &job);
                }

                row = end;
            }

            b += bPanel;
        }
    }
}
