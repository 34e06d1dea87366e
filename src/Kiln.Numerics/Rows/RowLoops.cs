using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A function of whole rows: one or two reductions of a row, then a map of its elements. An empty struct that <see cref="RowLoops"/> is specialized for.</summary>
/// <remarks>
/// All members are inlined into one loop. In it the vectors of three rows are treated side by side: the first reduction of one row, the second of the row before,
/// the map of the row before that. So each turn of the loop reads one vector from memory, writes one, and computes in between; pass after pass over one
/// row, memory would rest while the processor computes, and the processor while memory writes.
/// </remarks>
internal unsafe interface IRowFunction
{
    /// <summary>Whether the function has a second input.</summary>
    public static virtual bool HasOther => false;

    /// <summary>Whether there is a second reduction.</summary>
    public static virtual bool HasSecond => false;

    /// <summary>Whether the map takes the terms of the second reduction, not the input.</summary>
    public static virtual bool MapsTerms => false;

    /// <summary>Where the first reduction begins.</summary>
    public static virtual T Start<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <summary>A number of the row that the first reduction refers to.</summary>
    public static virtual T Center<T>(T* x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <summary>What stands beside a row's end in the first reduction without changing it.</summary>
    public static virtual T FirstFill<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <summary>One step of the first reduction.</summary>
    public static abstract L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The first reduction's result.</summary>
    public static abstract T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>What stands beside a row's end in the second reduction without changing it.</summary>
    public static virtual T SecondFill<T>(T first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <summary>The first result in the form in which <see cref="Term"/> takes it.</summary>
    public static virtual L Shift<L, T>(T first)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Broadcast(first);

    /// <summary>A term of the second reduction, which is a sum.</summary>
    public static virtual L Term<L, T>(L x, L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <summary>The second reduction's result.</summary>
    public static virtual T EndSecond<T>(T sum, int width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    /// <summary>The result of an element (or term), before <see cref="RowColumns{T}"/> are applied.</summary>
    public static abstract L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>What is stored or applied besides the rows themselves; every pointer may be null.</summary>
/// <param name="gamma">A factor for each column.</param>
/// <param name="beta">A shift for each column.</param>
/// <param name="firsts">Receives the first reduction of each row.</param>
/// <param name="seconds">Receives the last reduction of each row.</param>
/// <param name="epsilon">For <see cref="IRowFunction.EndFirst"/> and <see cref="IRowFunction.EndSecond"/>.</param>
internal readonly unsafe struct RowColumns<T>(T* gamma, T* beta, T* firsts, T* seconds, double epsilon)
    where T : unmanaged
{
    public readonly T* Gamma = gamma, Beta = beta, Firsts = firsts, Seconds = seconds;
    public readonly double Epsilon = epsilon;
}

/// <summary>Runs a row function over a matrix, some rows to a tile, with the widest vectors the processor has.</summary>
internal static unsafe class RowLoops
{
    /// <summary>
    /// About this many elements to a tile: so many rows that the passes before the first and after the last one, in which only a part of the loop has work, do
    /// not count, and 5 to 20 µs for a thread.
    /// </summary>
    private const int TileElements = 32768;

    /// <summary>Elements to a tile of a result that is written past the caches: such matrices have at least a dozen of these tiles, and each ends with a wait for memory.</summary>
    private const int StreamedTileElements = 131072;

    /// <summary>Long rows share a tile up to this number, for a row alone has nothing beside it in the loop, but leave <see cref="LeastTiles"/> to the threads.</summary>
    private const int SharedRows = 8;
    private const int LeastTiles = 8;

    public static void Run<TFunction, T>(int rows, int width, T* x, T* other, T* y, RowColumns<T> columns)
        where TFunction : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows == 0 || width == 0)
        {
            return;
        }

        bool streams = RowStreaming.Pays(rows, width, x, other, y);
        int rowsPerTile = Math.Max((streams ? StreamedTileElements : TileElements) / width, Math.Clamp(rows / LeastTiles, 1, SharedRows));
        int tiles = (rows + rowsPerTile - 1) / rowsPerTile;
        if (streams)
        {
            LaneTeam.Run<Body<TFunction, StreamingStores, T>, T>(tiles, new(x, other, y, rows, width, rowsPerTile, columns));
        }
        else
        {
            LaneTeam.Run<Body<TFunction, CachedStores, T>, T>(tiles, new(x, other, y, rows, width, rowsPerTile, columns));
        }
    }

    private readonly struct Body<TFunction, TStore, T>(T* x, T* other, T* y, int rows, int width, int rowsPerTile, RowColumns<T> columns) : ILaneBody<T>
        where TFunction : struct, IRowFunction
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            // What streams past the caches is not to be read again: terms then go to two rows on the stack, otherwise to the result's own rows.
            // On lines of their own: a vector across two lines takes twice as long.
            byte* stack = stackalloc byte[TFunction.MapsTerms && TStore.Streams ? 2 * width * sizeof(T) + Streaming.Alignment : 1];
            T* scratch = (T*)(((nuint)stack + (Streaming.Alignment - 1)) & ~(nuint)(Streaming.Alignment - 1));
            int begin = tile * rowsPerTile;
            int end = Math.Min(rows, begin + rowsPerTile);
            int delay = TFunction.HasSecond ? 2 : 1;
            RowPass<TFunction, TStore, T> pass = default;
            pass.Width = width;
            pass.Columns = columns;
            for (int row = begin; row < end + delay; row++)
            {
                // The row that begins; the one whose first reduction is known; the one that can be mapped.
                pass.Ahead = row < end ? x + (nint)row * width : null;
                pass.AheadOther = other + (nint)row * width;
                int middle = row - 1;
                pass.Middle = TFunction.HasSecond && middle >= begin && middle < end ? x + (nint)middle * width : null;
                pass.Terms = TFunction.MapsTerms ? TermsOf(middle, scratch) : null;
                int last = row - delay;
                pass.To = last >= begin ? y + (nint)last * width : null;
                pass.From = TFunction.MapsTerms ? TermsOf(last, scratch) : x + (nint)last * width;
                pass.FromOther = other + (nint)last * width;
                pass.Run<L>();
                if (columns.Firsts != null && row < end)
                {
                    columns.Firsts[row] = pass.NextFirst;
                }

                if (columns.Seconds != null && last + 1 >= begin && last + 1 < end)
                {
                    columns.Seconds[last + 1] = TFunction.HasSecond ? pass.NextSecond : pass.NextFirst;
                }

                // One row on.
                pass.LastFirst = TFunction.HasSecond ? pass.MiddleFirst : pass.NextFirst;
                pass.LastSecond = pass.NextSecond;
                pass.MiddleFirst = pass.NextFirst;
            }

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T* TermsOf(int row, T* scratch) => TStore.Streams ? scratch + (nint)(row & 1) * width : y + (nint)row * width;
    }
}

/// <summary>One turn of <see cref="RowLoops"/>: a whole row's length, on three rows at once. A null pointer leaves that part out.</summary>
internal unsafe struct RowPass<TFunction, TStore, T>
    where TFunction : struct, IRowFunction
    where TStore : struct, IStoreMode
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>From this length of a row in bytes on, four do not stay in a first-level cache of 32 KB.</summary>
    private const int LongRow = 8192;

    public int Width;
    public RowColumns<T> Columns;

    public T* Ahead, AheadOther;
    public T* Middle, Terms;
    public T* From, FromOther, To;

    /// <summary>The first reduction of the row ahead and the second of the middle one, as this pass finds them.</summary>
    public T NextFirst, NextSecond;

    /// <summary>The first reduction of the middle row, and both of the last one, from the passes before.</summary>
    public T MiddleFirst, LastFirst, LastSecond;

    /// <summary>
    /// Whether elements are mapped from the row's end on, which was read last and is still near: two long rows of two inputs each push one another out of the first-level cache, and
    /// side by side their loads meet in the same sets of it. The gradient of softmax of 1024 × 3072, one thread, in turns: 1.13, 1.26, 1.10 and 1.45 ms → 0.96, 1.07, 1.06 and 1.25;
    /// of rows of 768 8 % slower. What is written past the caches has no rest behind the last vector.
    /// </summary>
    private readonly bool FromEnd => TStore.Streams && TFunction.HasOther && Width * sizeof(T) >= LongRow;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L>()
        where L : unmanaged, IFloatLanes<L, T>
    {
        T* ahead = Ahead, aheadOther = AheadOther, middle = Middle, terms = Terms, from = From, fromOther = FromOther, to = To;
        T* gamma = Columns.Gamma, beta = Columns.Beta;
        int width = Width;
        T centerOfAhead = ahead == null ? T.Zero : TFunction.Center(ahead);
        L none = L.Constant(0);
        L center = L.Broadcast(centerOfAhead);
        L total = L.Broadcast(TFunction.Start<T>());
        L sum = none;
        L shift = TFunction.Shift<L, T>(MiddleFirst);
        L first = L.Broadcast(LastFirst);
        L second = L.Broadcast(LastSecond);
        bool fromEnd = FromEnd;
        int i = 0;
        for (; i <= width - L.Count; i += L.Count)
        {
            if (ahead != null)
            {
                NextRow.Fetch<TStore, T>(ahead + i);
                if (TFunction.HasOther)
                {
                    NextRow.Fetch<TStore, T>(aheadOther + i);
                }

                total = TFunction.First<L, T>(L.Load(ahead + i), TFunction.HasOther ? L.Load(aheadOther + i) : none, center, total);
            }

            if (TFunction.HasSecond && middle != null)
            {
                L term = TFunction.Term<L, T>(L.Load(middle + i), shift);
                if (TFunction.MapsTerms)
                {
                    L.Store(term, terms + i);
                }

                sum += term;
            }

            if (to != null)
            {
                int j = fromEnd ? width - L.Count - i : i;
                L result = TFunction.Map<L, T>(L.Load(from + j), TFunction.HasOther ? L.Load(fromOther + j) : none, first, second);
                if (gamma != null)
                {
                    result = beta == null ? result * L.Load(gamma + j) : L.MultiplyAdd(result, L.Load(gamma + j), L.Load(beta + j));
                }
                else if (beta != null)
                {
                    result += L.Load(beta + j);
                }

                TStore.Store(result, to + j);
            }
        }

        int n = width - i;
        if (n > 0)
        {
            if (ahead != null)
            {
                T fill = TFunction.FirstFill(centerOfAhead);
                L other = TFunction.HasOther ? Tail.Load<L, T>(aheadOther + i, n, T.Zero) : none;
                total = TFunction.First<L, T>(Tail.Load<L, T>(ahead + i, n, fill), other, center, total);
            }

            if (TFunction.HasSecond && middle != null)
            {
                L term = TFunction.Term<L, T>(Tail.Load<L, T>(middle + i, n, TFunction.SecondFill(MiddleFirst)), shift);
                if (TFunction.MapsTerms)
                {
                    Tail.Store<L, T>(term, terms + i, n);
                }

                sum += term;
            }

            if (to != null)
            {
                L other = TFunction.HasOther ? Tail.Load<L, T>(fromOther + i, n, T.Zero) : none;
                L result = TFunction.Map<L, T>(Tail.Load<L, T>(from + i, n, T.Zero), other, first, second);
                if (gamma != null)
                {
                    L factor = Tail.Load<L, T>(gamma + i, n, T.Zero);
                    result = beta == null ? result * factor : L.MultiplyAdd(result, factor, Tail.Load<L, T>(beta + i, n, T.Zero));
                }
                else if (beta != null)
                {
                    result += Tail.Load<L, T>(beta + i, n, T.Zero);
                }

                Tail.Store<L, T>(result, to + i, n);
            }
        }

        NextFirst = ahead == null ? T.Zero : TFunction.EndFirst<L, T>(total, centerOfAhead, width, Columns.Epsilon);
        NextSecond = TFunction.HasSecond && middle != null ? TFunction.EndSecond(L.Sum(sum), width, Columns.Epsilon) : T.Zero;
    }
}

/// <summary>When rows are written past the caches: each must begin on a line of its own.</summary>
internal static unsafe class RowStreaming
{
    /// <summary>The longest row, in bytes, for which room is made on the stack, twice.</summary>
    private const int LongestRow = 32768;

    public static bool Pays<T>(int rows, int width, T* x, T* other, T* y)
        where T : unmanaged
    {
        long bytes = (long)rows * width * sizeof(T);
        return Streaming.Pays(bytes * (other == null ? 2 : 3))
            && (nuint)y % Streaming.Alignment == 0
            && width * sizeof(T) % Streaming.Alignment == 0
            && width * sizeof(T) <= LongestRow
            && !Streaming.Overlap(x, bytes, y, bytes)
            && (other == null || !Streaming.Overlap(other, bytes, y, bytes));
    }
}
