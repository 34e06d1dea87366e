namespace Kiln.Numerics;

/// <summary>Packs a whole matrix into the panels of <see cref="PanelLayout{T}"/>: some panels and some terms in each task.</summary>
/// <remarks>
/// Rows of a matrix lie a page or more apart. A task therefore copies several panels together, so that it takes a run of memory from each
/// page it visits, long enough for the processor to see where the reading goes.
/// </remarks>
internal unsafe struct PanelPackingBody<T> : ITileBody
    where T : unmanaged
{
    private const int PanelsTogether = 8;
    private const int TermsOfTask = 256;

    private T* _source;
    private nint _leading;
    private bool _transpose;
    private int _rows;
    private int _columns;
    private int _groups;
    private T* _panels;

    /// <summary>Packs all panels.</summary>
    /// <param name="source">B: (rows, columns), or (columns, rows) when <paramref name="transpose"/>.</param>
    /// <param name="leading">Leading dimension of B.</param>
    /// <param name="transpose">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    /// <param name="panels">Room for K × <see cref="PanelLayout{T}.Padded"/> elements.</param>
    public static void Run(T* source, nint leading, bool transpose, int rows, int columns, T* panels)
    {
        var together = PanelLayout<T>.Widest * PanelsTogether;
        var groups = (columns + together - 1) / together;
        var body = new PanelPackingBody<T>
        {
            _source = source,
            _leading = leading,
            _transpose = transpose,
            _rows = rows,
            _columns = columns,
            _groups = groups,
            _panels = panels,
        };
        WorkerTeam.Run(groups * ((rows + TermsOfTask - 1) / TermsOfTask), body);
    }

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var together = PanelLayout<T>.Widest * PanelsTogether;
        var first = tile % _groups * together;
        var end = Math.Min(_columns, first + together);
        var term = tile / _groups * TermsOfTask;
        var terms = Math.Min(TermsOfTask, _rows - term);
        if (_transpose)
        {
            Pack(first, end, term, terms);
            return;
        }

        // Panels of whole width side by side, and what remains: less than one, or all without vectors.
        var whole = PanelLayout<T>.Widest * sizeof(T) >= 32 ? (end - first) / PanelLayout<T>.Widest : 0;
        if (whole > 0)
        {
            PanelPacking.WholePanels(
                (byte*)(_source + first + (term * _leading)),
                _leading * sizeof(T),
                terms,
                whole,
                PanelLayout<T>.Widest * sizeof(T),
                (byte*)(_panels + ((nint)first * _rows) + ((nint)term * PanelLayout<T>.Widest)),
                (nint)PanelLayout<T>.Widest * _rows * sizeof(T));
        }

        Pack(first + (whole * PanelLayout<T>.Widest), end, term, terms);
    }

    private readonly void Pack(int column, int end, int term, int terms)
    {
        while (column < end)
        {
            var width = PanelLayout<T>.Width(_columns - column);
            var exist = Math.Min(width, _columns - column);
            var panel = _panels + ((nint)column * _rows) + ((nint)term * width);
            if (_transpose)
            {
                PanelPacking.Columns(_source + (column * _leading) + term, _leading, terms, exist, width, panel);
            }
            else
            {
                PanelPacking.Rows(_source + column + (term * _leading), _leading, terms, exist, width, panel);
            }

            column += width;
        }
    }
}
