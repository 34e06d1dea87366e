using System.Collections;

namespace Kiln.Data;

/// <summary>
/// The numbers of some rows, in order: what a split gives for each of its parts, and what <c>Take</c> and <c>Subset</c> take. Consecutive numbers are held by their
/// ends, a part of a permutation as a piece of it, and a part to train on as what is left without the part to test on, so that making and keeping such parts costs no
/// memory. It does not change.
/// </summary>
/// <remarks>
/// Reads as a list: <c>rows.Count</c>, <c>rows[3]</c>, <c>rows[^1]</c>, <c>rows[..10]</c>, <c>foreach</c>. An array of numbers becomes one by itself, and where a span
/// of numbers is asked for, one is made.
/// </remarks>
public sealed class RowIndices : IReadOnlyList<int>
{
    // Numbers of an array from _first on; or two runs of consecutive numbers: _firstCount of them from _first on, the others from _second on; or the numbers below _second
    // but for _firstCount ascending ones, which stand in an array from _first on.
    private readonly int[]? _numbers;
    private readonly int[]? _without;
    private readonly int _first;
    private readonly int _firstCount;
    private readonly int _second;
    private int[]? _written;

    /// <summary>Numbers in an array; it is kept, not copied, and must not change any more.</summary>
    /// <param name="numbers">The numbers.</param>
    public RowIndices(int[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        (_numbers, _firstCount, Count) = (numbers, numbers.Length, numbers.Length);
    }

    /// <summary>A piece of an array.</summary>
    internal RowIndices(int[] numbers, int start, int count) => (_numbers, _first, _firstCount, Count) = (numbers, start, count, count);

    /// <summary>Two runs of consecutive numbers.</summary>
    private RowIndices(int first, int firstCount, int second, int secondCount) =>
        (_first, _firstCount, _second, Count) = (first, firstCount, second, firstCount + secondCount);

    /// <summary>What is left.</summary>
    private RowIndices(int below, int[] without, int start, int size) => (_without, _first, _firstCount, _second, Count) = (without, start, size, below, below - size);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The numbers next to each other in memory. Where they are not held so, they are written out the first time.</summary>
    public ReadOnlySpan<int> Span => _numbers is { } numbers ? numbers.AsSpan(_first, Count) : Written;

    /// <summary>One of the numbers.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public int this[int index] =>
        (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index), index, $"row indices: there are {Count}")
        : _numbers is { } numbers ? numbers[_first + index]
        : _without is not null ? index + Skipped(index)
        : index < _firstCount ? _first + index
        : _second + (index - _firstCount);

    /// <summary>The numbers of an array; it is kept, not copied.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator RowIndices(int[] numbers) => new(numbers);

    /// <summary>The numbers next to each other in memory.</summary>
    /// <param name="rows">The numbers.</param>
    public static implicit operator ReadOnlySpan<int>(RowIndices rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Span;
    }

    /// <summary>Consecutive numbers.</summary>
    /// <param name="start">The first, at least 0.</param>
    /// <param name="count">How many, at least 0.</param>
    public static RowIndices Range(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _ = checked(start + count);
        return new(start, count, 0, 0);
    }

    /// <summary>The numbers below <paramref name="count"/> but for a run of them.</summary>
    internal static RowIndices Except(int count, int start, int size) => new(0, start, start + size, count - start - size);

    /// <summary>The numbers below <paramref name="count"/> but for some ascending ones.</summary>
    /// <param name="count">How many numbers there are with them.</param>
    /// <param name="without">An array that holds those to leave out.</param>
    /// <param name="start">Where they begin in it.</param>
    /// <param name="size">How many are left out.</param>
    internal static RowIndices Except(int count, int[] without, int start, int size) => new(count, without, start, size);

    /// <summary>Some of the numbers: <c>rows[2..10]</c>.</summary>
    /// <param name="start">Which is the first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public RowIndices Slice(int start, int length)
    {
        if ((uint)start > (uint)Count || (uint)length > (uint)(Count - start))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"row indices: {length} from the one at {start} on are asked for; there are {Count}");
        }

        if (_numbers is { } numbers)
        {
            return new(numbers, _first + start, length);
        }

        if (_without is not null)
        {
            return new(Written, start, length);
        }

        var ofFirst = Math.Clamp(_firstCount - start, 0, length);
        return new(_first + Math.Min(start, _firstCount), ofFirst, _second + Math.Max(0, start - _firstCount), length - ofFirst);
    }

    /// <summary>The numbers as an array of their own.</summary>
    public int[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<int>(Count);
        CopyTo(array);
        return array;
    }

    /// <summary>Writes the numbers.</summary>
    /// <param name="destination">At least <see cref="Count"/> long.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    public void CopyTo(Span<int> destination)
    {
        if (destination.Length < Count)
        {
            throw new ArgumentException($"row indices: {Count} numbers do not fit into {destination.Length} places", nameof(destination));
        }

        if (_numbers is { } numbers)
        {
            numbers.AsSpan(_first, Count).CopyTo(destination);
            return;
        }

        if (_without is { } without)
        {
            FoldParts.WriteOthers(_second, without.AsSpan(_first, _firstCount), destination[..Count]);
            return;
        }

        FoldParts.FillRun(destination[.._firstCount], _first);
        FoldParts.FillRun(destination[_firstCount..Count], _second);
    }

    /// <summary>What a list has at these rows: <c>train.Of(labels)</c>.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">A value for each row.</param>
    /// <returns>A new array, as long as there are rows here.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no value for a row.</exception>
    public T[] Of<T>(ReadOnlySpan<T> values)
    {
        Check("row indices", values.Length);
        var taken = GC.AllocateUninitializedArray<T>(Count);
        if (_numbers is { } numbers)
        {
            var rows = numbers.AsSpan(_first, Count);
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] = values[rows[i]];
            }
        }
        else
        {
            var to = taken.AsSpan();
            foreach (var run in Runs)
            {
                values[run].CopyTo(to);
                to = to[(run.End.Value - run.Start.Value)..];
            }
        }

        return taken;
    }

    /// <summary>Goes through the numbers.</summary>
    public Enumerator GetEnumerator() => _without is null ? new(_numbers, _first, _firstCount, _second, Count - _firstCount) : new(Written, 0, Count, 0, 0);

    /// <inheritdoc/>
    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many, and the first ones.</summary>
    public override string ToString() => $"{Count} rows{(Count == 0 ? string.Empty : $": {string.Join(", ", this.Take(10))}{(Count > 10 ? ", …" : string.Empty)}")}";

    /// <summary>Whether the numbers are held as runs of consecutive ones.</summary>
    internal bool AreRuns => _numbers is null;

    /// <summary>The runs of consecutive numbers, in order; only where <see cref="AreRuns"/>.</summary>
    internal RunList Runs => new(this);

    private int[] Written => _written ??= ToArray();

    /// <summary>Whether all numbers are one run.</summary>
    /// <param name="start">Its first number.</param>
    internal bool IsRange(out int start)
    {
        start = _firstCount > 0 ? _first : _second;
        return _numbers is null && _without is null && (_firstCount == 0 || Count == _firstCount);
    }

    /// <summary>Throws when a row does not exist.</summary>
    /// <param name="owner">Who asks, for the error.</param>
    /// <param name="count">How many rows there are.</param>
    internal void Check(string owner, int count)
    {
        // Of runs the last numbers are enough.
        var (first, second) = _without is null ? (_first + _firstCount, _second + Count - _firstCount) : (0, _second);
        if (!AreRuns || (first > count && _firstCount > 0) || (second > count && (_without is not null || Count > _firstCount)))
        {
            RowNumbers.Check(owner, Span, count);
        }
    }

    /// <summary>How many numbers are left out before the one at a place: the i-th of them, e, comes before it when e − i is not above the place.</summary>
    private int Skipped(int index)
    {
        var (low, high) = (0, _firstCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _without![_first + middle] - middle <= index ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Runs of consecutive numbers.</summary>
    internal readonly ref struct RunList(RowIndices rows)
    {
        public Enumerator GetEnumerator() => new(rows);

        internal ref struct Enumerator(RowIndices rows)
        {
            // Of two runs, how many were come to; of what is left, how many of the numbers left out lie behind.
            private int _passed;
            private int _next;

            public Range Current { get; private set; }

            public bool MoveNext()
            {
                while (_passed < (rows._without is null ? 2 : rows._firstCount + 1))
                {
                    var (start, end) = rows._without is not { } without
                        ? _passed == 0 ? (rows._first, rows._first + rows._firstCount) : (rows._second, rows._second + rows.Count - rows._firstCount)
                        : (_next, _passed < rows._firstCount ? without[rows._first + _passed] : rows._second);
                    (_passed, _next) = (_passed + 1, end + 1);
                    if (end > start)
                    {
                        Current = start..end;
                        return true;
                    }
                }

                return false;
            }
        }
    }

    /// <summary>Goes through row numbers.</summary>
    public struct Enumerator : IEnumerator<int>
    {
        private readonly int[]? _numbers;
        private readonly int _second;
        private int _at;
        private int _end;
        private int _left;

        internal Enumerator(int[]? numbers, int first, int firstCount, int second, int secondCount) =>
            (_numbers, _at, _end, _second, _left) = (numbers, first - 1, first + firstCount, second, secondCount);

        /// <summary>The number that was come to.</summary>
        public readonly int Current => _numbers is null ? _at : _numbers[_at];

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <summary>Goes on to the next number, if there is one.</summary>
        public bool MoveNext() => ++_at < _end || NextRun();

        /// <inheritdoc/>
        readonly void IEnumerator.Reset() => throw new NotSupportedException("row indices: ask for a new enumerator");

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }

        private bool NextRun()
        {
            (_at, _end) = _left > 0 ? (_second, _second + _left) : (_end, _end);
            var isThere = _left > 0;
            _left = 0;
            return isThere;
        }
    }
}
