using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The walk over up to three strided operands that are read together in the row-major order of one shape. Axes that lie one behind the other in
/// every operand are merged first, so that most walks have one or two axes.
/// </summary>
/// <remarks>A stride of zero repeats an element along its axis: that is how broadcasting is expressed. Negative strides run backwards.</remarks>
internal sealed unsafe class BroadcastPlan
{
    /// <summary>Rows shorter than this are not worth a kernel call of their own; they are gathered into blocks.</summary>
    private const int ShortRow = 24;

    private readonly int[] _sizes;
    private readonly int[][] _strides;

    private BroadcastPlan(int[] sizes, int[][] strides, long count)
    {
        _sizes = sizes;
        _strides = strides;
        Count = count;
    }

    /// <summary>The number of elements of the shape.</summary>
    public long Count { get; }

    /// <summary>The size of the innermost axis after merging.</summary>
    public int RowLength => _sizes[^1];

    /// <summary>Whether every operand's row is a run or one repeated element, and rows are long enough to be treated one by one.</summary>
    public bool HasPlainRows
    {
        get
        {
            foreach (var strides in _strides)
            {
                if (strides[^1] is not (0 or 1))
                {
                    return false;
                }
            }

            return _sizes.Length == 1 || RowLength >= ShortRow;
        }
    }

    /// <summary>Whether an operand is one run of memory, or one element throughout, and which; no plan is needed then.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="strides">The operand's strides.</param>
    /// <param name="repeats">True for one element throughout.</param>
    public static bool IsSimple(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, out bool repeats)
    {
        repeats = false;
        if (strides.Length != sizes.Length)
        {
            return false;
        }

        bool run = true, scalar = true;
        var step = 1;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (sizes[axis] != 1)
            {
                run &= strides[axis] == step;
                scalar &= strides[axis] == 0;
            }

            step *= sizes[axis];
        }

        repeats = scalar && !run;
        return run || scalar;
    }

    /// <summary>The number of elements of a shape.</summary>
    public static long CountOf(ReadOnlySpan<int> sizes)
    {
        var count = 1L;
        foreach (var size in sizes)
        {
            count *= size;
        }

        return count;
    }

    /// <summary>Plans a walk. Operands without strides of their own (null spans) are left out.</summary>
    /// <exception cref="ArgumentException">An operand has not one stride per axis.</exception>
    public static BroadcastPlan Create(
        ReadOnlySpan<int> sizes, ReadOnlySpan<int> x, ReadOnlySpan<int> y = default, ReadOnlySpan<int> z = default, int operands = 1)
    {
        if (x.Length != sizes.Length || (operands > 1 && y.Length != sizes.Length) || (operands > 2 && z.Length != sizes.Length))
        {
            throw new ArgumentException($"element-wise: every operand needs one stride for each of the {sizes.Length} axes");
        }

        var rank = 0;
        var count = 1L;
        var merged = new int[Math.Max(sizes.Length, 1)];
        var strides = new int[operands][];
        for (var k = 0; k < operands; k++)
        {
            strides[k] = new int[merged.Length];
        }

        for (var i = 0; i < sizes.Length; i++)
        {
            count *= sizes[i];
            if (sizes[i] == 1)
            {
                continue;
            }

            var joins = rank > 0;
            for (var k = 0; k < operands; k++)
            {
                joins = joins && strides[k][rank - 1] == (long)sizes[i] * Stride(x, y, z, k, i);
            }

            if (joins)
            {
                merged[rank - 1] *= sizes[i];
            }
            else
            {
                merged[rank++] = sizes[i];
            }

            for (var k = 0; k < operands; k++)
            {
                strides[k][rank - 1] = Stride(x, y, z, k, i);
            }
        }

        if (rank == 0)
        {
            merged[rank++] = 1;
        }

        Array.Resize(ref merged, rank);
        for (var k = 0; k < operands; k++)
        {
            Array.Resize(ref strides[k], rank);
        }

        return new BroadcastPlan(merged, strides, count);
    }

    /// <summary>How many different elements of an operand the walk meets, unless strides make them overlap.</summary>
    public long Touched(int operand)
    {
        var count = 1L;
        for (var axis = 0; axis < _sizes.Length; axis++)
        {
            count *= _strides[operand][axis] == 0 ? 1 : _sizes[axis];
        }

        return count;
    }

    /// <summary>Whether the memory from an operand's first to its last element meets that of a contiguous result.</summary>
    public bool Overlaps<T>(int operand, T* source, T* result)
        where T : unmanaged
    {
        long first = 0, last = 0;
        for (var axis = 0; axis < _sizes.Length; axis++)
        {
            var reach = (_sizes[axis] - 1L) * _strides[operand][axis];
            first += Math.Min(0, reach);
            last += Math.Max(0, reach);
        }

        return Streaming.Overlap(source + first, (last - first + 1) * sizeof(T), result, Count * sizeof(T));
    }

    /// <summary>Whether an operand's row is one repeated element.</summary>
    public bool RowRepeats(int operand) => _strides[operand][^1] == 0;

    /// <summary>Whether an operand is one element throughout.</summary>
    public bool IsScalar(int operand) => _sizes.Length == 1 && _strides[operand][0] == 0;

    /// <summary>Whether an operand is one run of memory.</summary>
    public bool IsRun(int operand) => _sizes.Length == 1 && _strides[operand][0] == 1;

    /// <summary>Whether neighbours of an operand's row are neither the same nor next to each other, and no axis is stretched.</summary>
    public bool IsScattered(int operand)
    {
        var strides = _strides[operand];
        return strides.Length > 1 && Math.Abs(strides[^1]) > 1 && !strides.Contains(0);
    }

    /// <summary>Whether an operand of two axes lies in memory as the walk goes; other operands keep its axes apart.</summary>
    public bool IsRowMajor(int operand) => _sizes.Length == 2 && _strides[operand][1] == 1 && _strides[operand][0] == _sizes[1];

    /// <summary>Whether an operand repeats one row: what a vector added to every row of a matrix does.</summary>
    public bool IsPeriodic(int operand) => _sizes.Length == 2 && _strides[operand][0] == 0 && _strides[operand][1] == 1;

    /// <summary>Writes a repeated row to contiguous memory, beginning at element <paramref name="first"/> of the walk.</summary>
    public void Repeat<T>(T* source, long first, T* destination, int count)
        where T : unmanaged
    {
        // One period number by number, then twice as much each time.
        var period = Math.Min(count, RowLength);
        var place = (int)(first % RowLength);
        for (var i = 0; i < period; i++)
        {
            destination[i] = source[place];
            place = place + 1 == RowLength ? 0 : place + 1;
        }

        for (var done = period; done < count;)
        {
            var n = Math.Min(done, count - done);
            new ReadOnlySpan<T>(destination, n).CopyTo(new Span<T>(destination + done, n));
            done += n;
        }
    }

    /// <summary>A walk along the rows of an operand, beginning at any element.</summary>
    public RowWalk StartRows(int operand, long first)
    {
        var (row, place) = Math.DivRem(first, RowLength);
        return new RowWalk { Row = row, Place = (int)place, Offset = RowOffset(operand, row) + (place * _strides[operand][^1]) };
    }

    /// <summary>Moves a walk to the beginning of the next row.</summary>
    public void NextRow(int operand, ref RowWalk walk)
    {
        var strides = _strides[operand];
        walk.Row++;
        walk.Offset = strides.Length == 2 ? walk.Row * strides[0] : RowOffset(operand, walk.Row);
        walk.Place = 0;
    }

    private long RowOffset(int operand, long row)
    {
        var offset = 0L;
        var strides = _strides[operand];
        for (var axis = _sizes.Length - 2; axis >= 0; axis--)
        {
            (row, var place) = Math.DivRem(row, _sizes[axis]);
            offset += place * strides[axis];
        }

        return offset;
    }

    /// <summary>Elements <paramref name="first"/> and on of the walk as a run: in place where they are one, else gathered into the buffer.</summary>
    public T* Block<T>(int operand, T* source, long first, T* buffer, int count)
        where T : unmanaged
    {
        if (IsRun(operand))
        {
            return source + first;
        }

        if (IsScalar(operand))
        {
            new Span<T>(buffer, count).Fill(*source);
        }
        else
        {
            Gather(operand, source, first, buffer, count);
        }

        return buffer;
    }

    /// <summary>Copies elements <paramref name="first"/> and on of the walk to contiguous memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather<T>(int operand, T* source, long first, T* destination, int count)
        where T : unmanaged
    {
        var strides = _strides[operand];
        var inner = _sizes.Length - 1;
        long stride = strides[inner];
        if (inner == 1)
        {
            GatherRows(source, first, destination, count, strides[0], stride);
            return;
        }

        // An odometer over the axes; the row it stands in is copied to its end, then the next outer axis moves on.
        Span<int> place = stackalloc int[_sizes.Length];
        var rest = first;
        for (var axis = inner; axis >= 0; axis--)
        {
            (rest, var at) = Math.DivRem(rest, _sizes[axis]);
            place[axis] = (int)at;
            source += at * strides[axis];
        }

        while (true)
        {
            var n = Math.Min(count, _sizes[inner] - place[inner]);
            if (stride == 1)
            {
                new ReadOnlySpan<T>(source, n).CopyTo(new Span<T>(destination, n));
            }
            else
            {
                for (var i = 0; i < n; i++)
                {
                    destination[i] = source[i * stride];
                }
            }

            destination += n;
            count -= n;
            if (count == 0)
            {
                return;
            }

            source -= place[inner] * stride;
            place[inner] = 0;
            for (var axis = inner - 1; ; axis--)
            {
                source += strides[axis];
                if (++place[axis] < _sizes[axis])
                {
                    break;
                }

                source -= (long)_sizes[axis] * strides[axis];
                place[axis] = 0;
            }
        }
    }

    // The same for two axes, without the odometer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherRows<T>(T* source, long first, T* destination, int count, long rowStride, long stride)
        where T : unmanaged
    {
        var width = _sizes[1];
        var (row, place) = Math.DivRem(first, width);
        source += row * rowStride;
        var at = (int)place;
        while (count > 0)
        {
            var n = Math.Min(count, width - at);
            if (stride == 0)
            {
                var value = *source;
                for (var i = 0; i < n; i++)
                {
                    destination[i] = value;
                }
            }
            else
            {
                var from = source + (at * stride);
                for (var i = 0; i < n; i++)
                {
                    destination[i] = from[i * stride];
                }
            }

            destination += n;
            count -= n;
            source += rowStride;
            at = 0;
        }
    }

    /// <summary>Where a walk along rows stands: the row, the place in it, and the element's offset in memory.</summary>
    public struct RowWalk
    {
        public long Row;
        public int Place;
        public long Offset;
    }

    private static int Stride(ReadOnlySpan<int> x, ReadOnlySpan<int> y, ReadOnlySpan<int> z, int operand, int axis) =>
        operand == 0 ? x[axis] : operand == 1 ? y[axis] : z[axis];
}
