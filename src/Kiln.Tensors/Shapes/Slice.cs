namespace Kiln.Tensors;

/// <summary>
/// What <c>x[…]</c> takes for one axis: an index, a range, a range with a step, a new axis, or all axes in between. Numbers,
/// <see cref="Index"/> and <see cref="Range"/> convert: <c>x[0, ^1, 1..3, Slice.Of(step: -1)]</c>.
/// </summary>
public readonly struct Slice : IEquatable<Slice>
{
    private readonly int? _start;
    private readonly int? _stop;
    private readonly int _step;
    private readonly Range _range;

    private Slice(SliceKind kind, Range range = default, int? start = null, int? stop = null, int step = 1)
    {
        Kind = kind;
        _range = range;
        _start = start;
        _stop = stop;
        _step = step;
    }

    /// <summary>The whole axis.</summary>
    public static Slice All => Range.All;

    /// <summary>A new axis of size 1: takes no axis of the tensor.</summary>
    public static Slice NewAxis => new(SliceKind.NewAxis);

    /// <summary>All axes that the other entries do not name, whole: NumPy's ellipsis. At most once.</summary>
    public static Slice Rest => new(SliceKind.Rest);

    internal SliceKind Kind { get; }

    /// <summary>
    /// A range with a step, by Python's rules: <c>Slice.Of(start, stop, step)</c> is <c>start:stop:step</c>. Negative positions count
    /// from the end, positions beyond an end are clamped to it, and a negative step runs backwards.
    /// </summary>
    /// <param name="start">The first position; null is the end from which the step runs.</param>
    /// <param name="stop">The position that is not reached; null is the end towards which the step runs.</param>
    /// <param name="step">The distance between positions; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Slice Of(int? start = null, int? stop = null, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        return new(SliceKind.Step, start: start, stop: stop, step: step);
    }

    /// <summary>One position, whose axis disappears; a negative one counts from the end.</summary>
    /// <param name="index">The position.</param>
    public static implicit operator Slice(int index) => FromInt32(index);

    /// <summary>One position, whose axis disappears.</summary>
    /// <param name="index">The position; <c>^1</c> is the last.</param>
    public static implicit operator Slice(Index index) => FromIndex(index);

    /// <summary>A range; both ends must lie within the axis.</summary>
    /// <param name="range">The range.</param>
    public static implicit operator Slice(Range range) => FromRange(range);

    /// <summary>True when equal.</summary>
    public static bool operator ==(Slice left, Slice right) => left.Equals(right);

    /// <summary>True when not equal.</summary>
    public static bool operator !=(Slice left, Slice right) => !left.Equals(right);

    /// <summary>One position, whose axis disappears; a negative one counts from the end.</summary>
    /// <param name="index">The position.</param>
    public static Slice FromInt32(int index) => new(SliceKind.Index, start: index);

    /// <summary>One position, whose axis disappears.</summary>
    /// <param name="index">The position; <c>^1</c> is the last.</param>
    public static Slice FromIndex(Index index) => new(SliceKind.Index, start: index.IsFromEnd ? -index.Value : index.Value);

    /// <summary>A range; both ends must lie within the axis.</summary>
    /// <param name="range">The range.</param>
    public static Slice FromRange(Range range) => new(SliceKind.Range, range);

    /// <inheritdoc/>
    public bool Equals(Slice other) =>
        Kind == other.Kind && _range.Equals(other._range) && _start == other._start && _stop == other._stop && _step == other._step;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Slice other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _range, _start, _stop, _step);

    /// <summary>The slice as it is written in an index: <c>3</c>, <c>1..^1</c>, <c>::-1</c>, <c>newaxis</c>, <c>...</c>.</summary>
    public override string ToString() => Kind switch
    {
        SliceKind.Index => $"{_start}",
        SliceKind.Range => _range.ToString(),
        SliceKind.Step => $"{_start}:{_stop}:{_step}",
        SliceKind.NewAxis => "newaxis",
        _ => "...",
    };

    /// <summary>The first position, the count and the step on an axis of a size.</summary>
    /// <exception cref="ShapeException">A position lies outside the axis.</exception>
    internal (int Start, int Count, int Step) Resolve(int size, int axis, Shape shape)
    {
        switch (Kind)
        {
            case SliceKind.Index:
                int index = _start!.Value;
                int place = index < 0 ? index + size : index;
                return (uint)place < (uint)size
                    ? (place, 1, 1)
                    : throw new ShapeException(
                        size == 0
                            ? $"index: {index} is out of range for axis {axis} of shape {shape}, which is empty"
                            : $"index: {index} is out of range for axis {axis} of shape {shape}; it must be from {-size} to {size - 1}");
            case SliceKind.Range:
                int from = _range.Start.GetOffset(size);
                int to = _range.End.GetOffset(size);
                return from >= 0 && from <= to && to <= size
                    ? (from, to - from, 1)
                    : throw new ShapeException(
                        $"slice: {_range} does not lie within axis {axis} of shape {shape}, which has {size}; Slice.Of(start, stop) clamps to the axis");
            default:
                return ResolveStep(size);
        }
    }

    private (int Start, int Count, int Step) ResolveStep(int size)
    {
        // Running up, positions lie in [0, size]; running down, in [-1, size - 1].
        int low = _step > 0 ? 0 : -1;
        int high = _step > 0 ? size : size - 1;
        int start = Clamp(_start, _step > 0 ? low : high);
        int stop = Clamp(_stop, _step > 0 ? high : low);
        long distance = _step > 0 ? (long)stop - start : (long)start - stop;
        long stride = Math.Abs((long)_step);
        int count = distance <= 0 ? 0 : (int)((distance + stride - 1) / stride);
        return (count == 0 ? 0 : start, count, _step);

        int Clamp(int? position, int fallback) =>
            position is not { } p ? fallback : Math.Clamp(p < 0 ? p + size : p, low, high);
    }
}

/// <summary>The forms of a <see cref="Slice"/>.</summary>
internal enum SliceKind
{
    Range,
    Index,
    Step,
    NewAxis,
    Rest,
}
