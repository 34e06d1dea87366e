namespace Kiln.Numerics;

/// <summary>Copies a block of terms of A in the order of <see cref="RowTiles{T, TVector, TLanes}"/>.</summary>
internal unsafe struct RowCopyBody<T, TVector, TLanes> : ITileBody
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // A task reads runs of some tiles' rows when A is transposed (fourteen tiles of 56 bytes), and writes some 128 KB otherwise.
    private const int TilesOfRun = 14;
    private const int ElementsOfTask = 32 * 1024;

    private T* _a;
    private nint _aRow;
    private nint _aStep;
    private int _terms;
    private RowTiles<T, TVector, TLanes> _tiles;
    private int _groups;
    private T* _copy;

    /// <summary>Copies the rows of a product.</summary>
    /// <param name="problem">The product.</param>
    /// <param name="tiles">The cut of its rows.</param>
    /// <param name="term">The first term.</param>
    /// <param name="terms">How many terms.</param>
    /// <param name="copy">Room for M × <paramref name="terms"/> elements.</param>
    public static void Run(in MatMulProblem<T> problem, RowTiles<T, TVector, TLanes> tiles, int term, int terms, T* copy)
    {
        var height = (problem.M + tiles.Count - 1) / tiles.Count;
        var together = problem.AStep == 1 ? (int)Math.Clamp(ElementsOfTask / ((long)height * terms), 1, tiles.Count) : TilesOfRun;
        var body = new RowCopyBody<T, TVector, TLanes>
        {
            _a = problem.A + (term * problem.AStep),
            _aRow = problem.ARow,
            _aStep = problem.AStep,
            _terms = terms,
            _tiles = tiles,
            _groups = (tiles.Count + together - 1) / together,
            _copy = copy,
        };
        WorkerTeam.Run(body._groups, body);
    }

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var first = (int)((long)_tiles.Count * tile / _groups);
        var end = (int)((long)_tiles.Count * (tile + 1) / _groups);
        var row = _tiles.First(first);
        _tiles.Copy(_a + (row * _aRow), _aRow, _aStep, first, end, _terms, _copy + ((nint)row * _terms));
    }
}
