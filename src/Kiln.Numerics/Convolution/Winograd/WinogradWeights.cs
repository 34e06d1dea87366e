namespace Kiln.Numerics;

/// <summary>
/// The weight in the space of points, in panels for the tile kernels: panel after panel of two vectors of columns, each (16 points, terms, panel width).
/// Forward the columns are the filters and the terms the input channels; for the input gradient the other way round.
/// </summary>
internal static unsafe class WinogradWeights<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Points = WinogradTransforms<T, TVector, TLanes>.Points;
    private const int Taps = 9;

    /// <summary>Elements of all panels.</summary>
    public static nint Elements(int terms, int columns) => (nint)Points * terms * ColumnPanels<T, TVector, TLanes>.Padded(columns);

    /// <summary>Panels of up to two vectors.</summary>
    public static int Panels(int columns) => (columns + (2 * TLanes.Count) - 1) / (2 * TLanes.Count);

    /// <summary>Maps a weight of (9 taps, terms, columns) to panels.</summary>
    public static void Map(T* w, int terms, int columns, T* panels) =>
        WorkerTeam.Run(Panels(columns), new Body { W = w, Terms = terms, Columns = columns, To = panels });

    /// <summary>Maps a weight of (9 taps, columns, terms) to panels.</summary>
    public static void MapTransposed(T* w, int terms, int columns, T* panels) =>
        WorkerTeam.Run(Panels(columns), new Body { W = w, Terms = terms, Columns = columns, To = panels, Transposed = true });

    /// <summary>Maps panels of sums back to the gradient of a weight of (9 taps, terms, columns).</summary>
    public static void MapBack(T* panels, int terms, int columns, T* gw) =>
        WorkerTeam.Run(Panels(columns), new Body { W = gw, Terms = terms, Columns = columns, To = panels, Backwards = true });

    private struct Body : ITileBody
    {
        public T* W;
        public int Terms;
        public int Columns;
        public T* To;
        public bool Transposed;
        public bool Backwards;

        public readonly void Invoke(int tile)
        {
            var column = tile * 2 * TLanes.Count;
            var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(Columns - column, 2);
            var width = vectors * TLanes.Count;
            var panel = To + ((nint)column * Points * Terms);
            var exist = Math.Min(width, Columns - column);
            var from = W + column;
            nint leading = Columns;
            var tap = leading * Terms;
            using var turned = Scratch.Rent<T>(Transposed ? (nint)Taps * Terms * width : 0);
            if (Transposed)
            {
                from = (T*)turned.Pointer;
                leading = width;
                tap = leading * Terms;
                for (var i = 0; i < Taps; i++)
                {
                    PanelPacking.Columns(W + ((((nint)i * Columns) + column) * Terms), Terms, Terms, exist, width, from + (i * tap));
                }
            }

            MapPanel(from, leading, tap, exist, vectors, panel);
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
        private readonly void MapPanel(T* weight, nint leading, nint tap, int exist, int vectors, T* panel)
        {
            nint width = vectors * TLanes.Count;
            var step = Terms * width;
            for (nint term = 0; term < Terms; term++)
            {
                for (var vector = 0; vector < vectors; vector++)
                {
                    nint offset = vector * TLanes.Count;
                    var lanes = Math.Min(TLanes.Count, exist - (int)offset);
                    var taps = weight + (term * leading) + offset;
                    var points = panel + (term * width) + offset;
                    if (Backwards)
                    {
                        WinogradTransforms<T, TVector, TLanes>.WeightGradient(points, step, lanes, taps, tap);
                    }
                    else
                    {
                        WinogradTransforms<T, TVector, TLanes>.Weight(taps, tap, lanes, points, step);
                    }
                }
            }
        }
    }
}
