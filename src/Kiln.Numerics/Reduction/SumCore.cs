using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Receives the finished sums.</summary>
internal interface ISumSink
{
    /// <summary>Takes the sum of result number <paramref name="index"/> (outer · inner + column).</summary>
    public void Store(long index, double sum);
}

/// <summary>
/// The one summation behind sum, mean, variance, norms and log-sum-exp. Short blocks are added in the element's own type, vector by vector; the blocks
/// are added up in float64, so that the error does not grow with the length.
/// </summary>
/// <remarks>
/// With u the unit roundoff of the element type, the error is at most 24 u Σ|xᵢ| for float32, of any length, before the last rounding. For
/// float64 it is 24 u Σ|xᵢ| along rows (inner = 1, where block sums are compensated) and (24 + n/16) u Σ|xᵢ| down columns.
/// </remarks>
internal static unsafe class SumCore
{
    /// <summary>Vectors or rows that one accumulator takes before it is emptied into float64.</summary>
    public const int BlockRows = 16;

    /// <summary>Sums over the middle axis of contiguous (outer, reduced, inner).</summary>
    /// <param name="x">The elements.</param>
    /// <param name="centers">One number per result for the summand, or null for zeros.</param>
    /// <param name="outer">The outer axis.</param>
    /// <param name="reduced">The axis that is summed.</param>
    /// <param name="inner">The inner axis.</param>
    /// <param name="sink">Takes the sums.</param>
    public static void Run<TSummand, TSink, T>(T* x, T* centers, int outer, int reduced, int inner, TSink sink)
        where TSummand : struct, ISummand
        where TSink : struct, ISumSink
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LaneTeam.RunHere<Whole<TSummand, TSink, T>, T>(new(x, centers, outer, reduced, inner, sink));
    }

    private static void Run<TSummand, TSink, L, T>(T* x, T* centers, int outer, int reduced, int inner, TSink sink)
        where TSummand : struct, ISummand
        where TSink : struct, ISumSink
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (inner == 1 && reduced is > 0 and <= Partition.TileElements)
        {
            var perTile = Math.Max(1, Partition.TileElements / reduced);
            WorkerTeam.Run((outer + perTile - 1) / perTile, new SumRows<TSummand, TSink, L, T>(x, centers, outer, reduced, perTile, sink));
            return;
        }

        var partition = new Partition(outer, reduced, inner);
        if (partition.Chunks == 1)
        {
            partition.Run(new SumUnit<TSummand, TSink, L, T>(partition, x, centers, sink));
            return;
        }

        // Long sums are cut into chunks; their partial sums are added in the order of the chunks.
        var results = (long)outer * inner;
        var buffer = ArrayPool<double>.Shared.Rent(checked((int)(results * partition.Chunks)));
        fixed (double* partials = buffer)
        {
            partition.Run(new SumUnit<TSummand, Partials, L, T>(partition, x, centers, new Partials(partials)));
            for (var o = 0; o < outer; o++)
            {
                var chunks = partials + ((long)o * partition.Chunks * inner);
                if (inner == 1)
                {
                    sink.Store(o, AddChunks(chunks, partition.Chunks));
                    continue;
                }

                // The first chunk's sums become the totals.
                PartialSums.AddTo(chunks, partition.Chunks - 1, inner, inner, chunks + inner);
                for (var column = 0; column < inner; column++)
                {
                    sink.Store(((long)o * inner) + column, chunks[column]);
                }
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    private static double AddChunks(double* sums, int count)
    {
        double total = 0, lost = 0;
        for (var i = 0; i < count; i++)
        {
            Add(sums[i], ref total, ref lost);
        }

        return total + lost;
    }

    /// <summary>The sum of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumRun<TSummand, L, T>(T* x, int count, T center)
        where TSummand : struct, ISummand
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double total = 0, lost = 0;
        var c = L.Broadcast(center);
        var i = 0;
        while (count - i >= 4 * L.Count)
        {
            // Four accumulators hide the latency of an addition. Each takes at most BlockRows vectors.
            var steps = Math.Min(BlockRows, (count - i) / (4 * L.Count));
            var sum0 = L.Constant(0);
            var sum1 = sum0;
            var sum2 = sum0;
            var sum3 = sum0;
            for (var step = 0; step < steps; step++)
            {
                sum0 += TSummand.Invoke<L, T>(L.Load(x + i), c);
                sum1 += TSummand.Invoke<L, T>(L.Load(x + i + L.Count), c);
                sum2 += TSummand.Invoke<L, T>(L.Load(x + i + (2 * L.Count)), c);
                sum3 += TSummand.Invoke<L, T>(L.Load(x + i + (3 * L.Count)), c);
                i += 4 * L.Count;
            }

            Add(LaneSum<L, T>(sum0 + sum1 + (sum2 + sum3)), ref total, ref lost);
        }

        if (i < count)
        {
            Add(Rest<TSummand, L, T>(x + i, count - i, center), ref total, ref lost);
        }

        return total + lost;
    }

    /// <summary>
    /// Adds the rows of a strip to its totals: blocks of <see cref="BlockRows"/> rows by eight vectors, whose sums stay in registers. A block's rows are read in runs of
    /// eight vectors, which the processor's prefetcher follows; the last vectors of a width that is no multiple of eight go one by one, the last of them masked.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns<TSummand, L, T>(T* x, nint stride, int rows, int columns, T* centers, double* totals)
        where TSummand : struct, ISummand
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = stackalloc T[L.Count];
        for (var row = 0; row < rows; row += BlockRows)
        {
            var count = Math.Min(BlockRows, rows - row);
            var block = x + (row * stride);
            var column = 0;
            for (; !TSummand.IsLong && column <= columns - (8 * L.Count); column += 8 * L.Count)
            {
                SumEight<TSummand, L, T>(block + column, stride, count, centers is null ? null : centers + column, totals + column);
            }

            for (; column <= columns - L.Count; column += L.Count)
            {
                var c = centers is null ? L.Constant(0) : L.Load(centers + column);
                var sum = L.Constant(0);
                for (var r = 0; r < count; r++)
                {
                    sum += TSummand.Invoke<L, T>(L.Load(block + (r * stride) + column), c);
                }

                AddLanes<L, T>(sum, totals + column);
            }

            if (column < columns)
            {
                var n = columns - column;
                var c = centers is null ? L.Constant(0) : Tail.Load<L, T>(centers + column, n, T.Zero);
                var sum = L.Constant(0);
                for (var r = 0; r < count; r++)
                {
                    sum += TSummand.Invoke<L, T>(Tail.Load<L, T>(block + (r * stride) + column, n, T.Zero), c);
                }

                L.Store(sum, lanes);
                for (var lane = 0; lane < n; lane++)
                {
                    totals[column + lane] += double.CreateTruncating(lanes[lane]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumEight<TSummand, L, T>(T* x, nint stride, int count, T* centers, double* totals)
        where TSummand : struct, ISummand
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L c0 = L.Constant(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        L s0 = c0, s1 = c0, s2 = c0, s3 = c0, s4 = c0, s5 = c0, s6 = c0, s7 = c0;
        if (centers is not null)
        {
            (c0, c1, c2, c3) = (L.Load(centers), L.Load(centers + L.Count), L.Load(centers + (2 * L.Count)), L.Load(centers + (3 * L.Count)));
            (c4, c5, c6, c7) = (L.Load(centers + (4 * L.Count)), L.Load(centers + (5 * L.Count)), L.Load(centers + (6 * L.Count)), L.Load(centers + (7 * L.Count)));
        }

        for (var r = 0; r < count; r++, x += stride)
        {
            s0 += TSummand.Invoke<L, T>(L.Load(x), c0);
            s1 += TSummand.Invoke<L, T>(L.Load(x + L.Count), c1);
            s2 += TSummand.Invoke<L, T>(L.Load(x + (2 * L.Count)), c2);
            s3 += TSummand.Invoke<L, T>(L.Load(x + (3 * L.Count)), c3);
            s4 += TSummand.Invoke<L, T>(L.Load(x + (4 * L.Count)), c4);
            s5 += TSummand.Invoke<L, T>(L.Load(x + (5 * L.Count)), c5);
            s6 += TSummand.Invoke<L, T>(L.Load(x + (6 * L.Count)), c6);
            s7 += TSummand.Invoke<L, T>(L.Load(x + (7 * L.Count)), c7);
        }

        AddLanes<L, T>(s0, totals);
        AddLanes<L, T>(s1, totals + L.Count);
        AddLanes<L, T>(s2, totals + (2 * L.Count));
        AddLanes<L, T>(s3, totals + (3 * L.Count));
        AddLanes<L, T>(s4, totals + (4 * L.Count));
        AddLanes<L, T>(s5, totals + (5 * L.Count));
        AddLanes<L, T>(s6, totals + (6 * L.Count));
        AddLanes<L, T>(s7, totals + (7 * L.Count));
    }

    /// <summary>Adds each lane to a total of its own, in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes<L, T>(L value, double* totals)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<float>))
        {
            var (lower, upper) = Vector512.Widen(Unsafe.BitCast<L, Vector512<float>>(value));
            (Vector512.Load(totals) + lower).Store(totals);
            (Vector512.Load(totals + 8) + upper).Store(totals + 8);
        }
        else if (typeof(L) == typeof(Lanes256<float>))
        {
            var (lower, upper) = Vector256.Widen(Unsafe.BitCast<L, Vector256<float>>(value));
            (Vector256.Load(totals) + lower).Store(totals);
            (Vector256.Load(totals + 4) + upper).Store(totals + 4);
        }
        else if (typeof(L) == typeof(Lanes128<float>))
        {
            var (lower, upper) = Vector128.Widen(Unsafe.BitCast<L, Vector128<float>>(value));
            (Vector128.Load(totals) + lower).Store(totals);
            (Vector128.Load(totals + 2) + upper).Store(totals + 2);
        }
        else if (typeof(T) == typeof(double))
        {
            L.Store(L.Load((T*)totals) + value, (T*)totals);
        }
        else
        {
            *totals += double.CreateTruncating(L.Sum(value));
        }
    }

    /// <summary>The sum of fewer than four vectors and an incomplete one, whose elements are added in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Rest<TSummand, L, T>(T* x, int count, T center)
        where TSummand : struct, ISummand
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = L.Broadcast(center);
        var whole = L.Constant(0);
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            whole += TSummand.Invoke<L, T>(L.Load(x + i), c);
        }

        var sum = i == 0 ? 0 : LaneSum<L, T>(whole);
        return i < count ? sum + LaneSum<L, T>(TSummand.Invoke<L, T>(Tail.Load<L, T>(x + i, count - i, TSummand.Nothing(center)), c)) : sum;
    }

    /// <summary>The sum of all lanes in float64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LaneSum<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<float>))
        {
            var (lower, upper) = Vector512.Widen(Unsafe.BitCast<L, Vector512<float>>(value));
            return Vector512.Sum(lower + upper);
        }

        if (typeof(L) == typeof(Lanes256<float>))
        {
            var (lower, upper) = Vector256.Widen(Unsafe.BitCast<L, Vector256<float>>(value));
            return Vector256.Sum(lower + upper);
        }

        if (typeof(L) == typeof(Lanes128<float>))
        {
            var (lower, upper) = Vector128.Widen(Unsafe.BitCast<L, Vector128<float>>(value));
            return Vector128.Sum(lower + upper);
        }

        return double.CreateTruncating(L.Sum(value));
    }

    // Neumaier's compensated addition: what each addition loses is kept aside. A sum that is no longer finite stays what it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double value, ref double total, ref double lost)
    {
        var sum = total + value;
        if (double.IsFinite(sum))
        {
            lost += Math.Abs(total) >= Math.Abs(value) ? total - sum + value : value - sum + total;
        }
        else
        {
            lost = 0;
        }

        total = sum;
    }

    /// <summary>Whole rows, one after the other: the way for rows that are short.</summary>
    private readonly struct SumRows<TSummand, TSink, L, T>(T* x, T* centers, int rows, int width, int perTile, TSink sink) : ITileBody
        where TSummand : struct, ISummand
        where TSink : struct, ISumSink
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            var end = Math.Min(rows, (tile + 1) * perTile);
            for (var row = tile * perTile; row < end; row++)
            {
                var from = x + ((nint)row * width);
                var center = centers is null ? T.Zero : centers[row];
                if (width >= 4 * L.Count)
                {
                    sink.Store(row, SumRun<TSummand, L, T>(from, width, center));
                    continue;
                }

                sink.Store(row, Rest<TSummand, L, T>(from, width, center));
            }
        }
    }

    /// <summary>A whole reduction, for the widest lanes.</summary>
    private readonly struct Whole<TSummand, TSink, T>(T* x, T* centers, int outer, int reduced, int inner, TSink sink) : ILaneBody<T>
        where TSummand : struct, ISummand
        where TSink : struct, ISumSink
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T> => Run<TSummand, TSink, L, T>(x, centers, outer, reduced, inner, sink);
    }

    private readonly struct Partials(double* partials) : ISumSink
    {
        public void Store(long index, double sum) => partials[index] = sum;
    }

    private readonly struct SumUnit<TSummand, TSink, L, T>(Partition partition, T* x, T* centers, TSink sink) : IUnitBody
        where TSummand : struct, ISummand
        where TSink : struct, ISumSink
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(Partition.Unit unit)
        {
            var inner = partition.Inner;
            var first = x + ((((long)unit.Outer * partition.Reduced) + unit.Row) * inner) + unit.Column;
            var result = ((((long)unit.Outer * partition.Chunks) + unit.Chunk) * inner) + unit.Column;
            var center = centers is null ? null : centers + ((long)unit.Outer * inner) + unit.Column;
            if (inner == 1)
            {
                sink.Store(result, SumRun<TSummand, L, T>(first, unit.Rows, center is null ? T.Zero : *center));
                return;
            }

            var totals = stackalloc double[unit.Columns];
            new Span<double>(totals, unit.Columns).Clear();
            SumColumns<TSummand, L, T>(first, inner, unit.Rows, unit.Columns, center, totals);
            for (var column = 0; column < unit.Columns; column++)
            {
                sink.Store(result + column, totals[column]);
            }
        }
    }
}
