using System.Collections;

namespace Kiln.Data;

/// <summary>
/// The numbers of some rows, in order: what a split gives for each of its parts, and what <c>Take</c> and <c>Subset</c> take. Consecutive numbers are held by their
/// ends and a part of a permutation as a piece of it, so that making, keeping and taking such parts costs no memory. It does not change.
/// </summary>
/// <remarks>
/// Reads as a list: <c>rows.Count</c>, <c>rows[3]</c>, <c>rows[^1]</c>, <c>rows[..10]</c>, <c>foreach</c>. An array of numbers becomes one by itself, and where a span
/// of numbers is asked for, one is made.
/// </remarks>
public sealed class RowIndices : IReadOnlyList<int>
{
    // Either some numbers of an array from _first on, or two runs of consecutive numbers: _firstCount of them from _first on, the others from _second on.
    private readonly int[]? _numbers;
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

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The numbers next to each other in memory. Consecutive ones are written out the first time.</summary>
    public ReadOnlySpan<int> Span => _numbers is { } numbers ? numbers.AsSpan(_first, Count) : _written ??= ToArray();

    /// <summary>One of the numbers.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    public int this[int index] =>
        (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index), index, $"row indices: there are {Count}")
        : _numbers is { } numbers ? numbers[_first + index]
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
            var (first, second) = Runs;
            values[first].CopyTo(taken);
            values[second].CopyTo(taken.AsSpan(_firstCount));
        }

        return taken;
    }

    /// <summary>Goes through the numbers.</summary>
    public Enumerator GetEnumerator() => new(_numbers, _first, _firstCount, _second, Count - _firstCount);

    /// <inheritdoc/>
    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many, and the first ones.</summary>
    public override string ToString() => $"{Count} rows{(Count == 0 ? string.Empty : $": {string.Join(", ", this.Take(10))}{(Count > 10 ? ", …" : string.Empty)}")}";

    /// <summary>Whether the numbers are one or two runs of consecutive ones.</summary>
    internal bool AreRuns => _numbers is null;

    /// <summary>The two runs, of which one may be empty; only where there are runs.</summary>
    internal (Range First, Range Second) Runs => (_first..(_first + _firstCount), _second..(_second + Count - _firstCount));

    /// <summary>Throws when a row does not exist.</summary>
    /// <param name="owner">Who asks, for the error.</param>
    /// <param name="count">How many rows there are.</param>
    internal void Check(string owner, int count)
    {
        // Of runs the last numbers are enough.
        if (!AreRuns || (_firstCount > 0 && _first + _firstCount > count) || (Count > _firstCount && _second + Count - _firstCount > count))
        {
            RowNumbers.Check(owner, Span, count);
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
