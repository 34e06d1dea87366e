namespace Kiln.Numerics;

/// <summary>Packs a whole matrix into the panels of <see cref="PanelLayout{T}"/>, one panel after the other.</summary>
internal unsafe struct PanelPackingBody<T> : ITileBody
    where T : unmanaged
{
    private T* _source;
    private nint _leading;
    private bool _transpose;
    private int _rows;
    private int _columns;
    private T* _panels;

    /// <summary>Packs all panels, each as one task.</summary>
    /// <param name="source">B: (rows, columns), or (columns, rows) when <paramref name="transpose"/>.</param>
    /// <param name="leading">Leading dimension of B.</param>
    /// <param name="transpose">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    /// <param name="panels">Room for K × <see cref="PanelLayout{T}.Padded"/> elements.</param>
    public static void Run(T* source, nint leading, bool transpose, int rows, int columns, T* panels) =>
        WorkerTeam.Run(
            (columns + PanelLayout<T>.Widest - 1) / PanelLayout<T>.Widest,
            new PanelPackingBody<T>
            {
                _source = source,
                _leading = leading,
                _transpose = transpose,
                _rows = rows,
                _columns = columns,
                _panels = panels,
            });

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var column = tile * PanelLayout<T>.Widest;
        var end = Math.Min(_columns, column + PanelLayout<T>.Widest);
        while (column < end)
        {
            var width = PanelLayout<T>.Width(_columns - column);
            var exist = Math.Min(width, _columns - column);
            var panel = _panels + ((nint)column * _rows);
            if (_transpose)
            {
                PanelPacking.Columns(_source + (column * _leading), _leading, _rows, exist, width, panel);
            }
            else
            {
                PanelPacking.Rows(_source + column, _leading, _rows, exist, width, panel);
            }

            column += width;
        }
    }
}
