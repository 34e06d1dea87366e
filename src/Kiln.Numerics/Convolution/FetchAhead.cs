namespace Kiln.Numerics;

/// <summary>
/// Asks for a block of memory a few cache lines at a time, between the calls of kernels that do not need it yet: it is in the second-level cache when its
/// turn comes, and the multiply-adds do not wait for memory. The block is some rows of equal runs.
/// </summary>
internal unsafe struct FetchAhead<T>
    where T : unmanaged
{
    private T* _row;
    private T* _run;
    private nint _at;
    private nint _length;
    private nint _runStep;
    private nint _rowStep;
    private int _runsPerRow;
    private int _runs;
    private int _rows;

    /// <summary>Begins a block.</summary>
    /// <param name="start">The first run.</param>
    /// <param name="length">Elements of a run.</param>
    /// <param name="runs">Runs of a row.</param>
    /// <param name="runStep">Elements from one run to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="rowStep">Elements from one row to the next.</param>
    public void Begin(T* start, nint length, int runs, nint runStep, int rows, nint rowStep)
    {
        if (runStep == length)
        {
            length *= runs;
            runs = 1;
        }

        _row = start;
        _run = start;
        _at = 0;
        _length = length;
        _runStep = runStep;
        _rowStep = rowStep;
        _runsPerRow = runs;
        _runs = runs;
        _rows = length > 0 && runs > 0 ? rows : 0;
    }

    /// <summary>Cache lines of the block.</summary>
    public readonly long Lines => (long)_rows * _runsPerRow * (((_length * sizeof(T)) + 63) / 64);

    /// <summary>Asks for the next lines and returns how many more were wanted than there are.</summary>
    public long Take<TVector, TLanes>(long lines)
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        for (; lines > 0 && _rows > 0; lines--)
        {
            TLanes.PrefetchFar(_run + _at);
            _at += 64 / sizeof(T);
            if (_at >= _length)
            {
                Turn();
            }
        }

        return lines;
    }

    private void Turn()
    {
        _at = 0;
        _run += _runStep;
        if (--_runs == 0)
        {
            _runs = _runsPerRow;
            _row += _rowStep;
            _run = _row;
            _rows--;
        }
    }
}
