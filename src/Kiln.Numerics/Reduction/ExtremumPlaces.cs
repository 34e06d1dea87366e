using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Which of two elements an index of an extremum prefers.</summary>
internal interface IExtremumOrder
{
    /// <summary>Whether one is truly better; false where either is NaN.</summary>
    public static abstract bool IsBetter<T>(T value, T best)
        where T : INumber<T>;

    /// <summary>The better of both, lane by lane; NaN if either is.</summary>
    public static abstract L Pick<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The best lane, if none is NaN.</summary>
    public static abstract T Best<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>A mask that holds where x is no better than the best so far and not NaN.</summary>
    public static abstract L IsNoBetter<L, T>(L x, L best)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The largest first.</summary>
internal readonly struct LargestFirst : IExtremumOrder
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter<T>(T value, T best)
        where T : INumber<T> => value > best;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Pick<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Max(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Best<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tail.Largest<L, T>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L IsNoBetter<L, T>(L x, L best)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.LessThanOrEqual(x, best);
}

/// <summary>The smallest first.</summary>
internal readonly struct SmallestFirst : IExtremumOrder
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter<T>(T value, T best)
        where T : INumber<T> => value < best;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Pick<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Min(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Best<L, T>(L value)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => -Tail.Largest<L, T>(-value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L IsNoBetter<L, T>(L x, L best)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.LessThanOrEqual(best, x);
}

/// <summary>
/// Indices of extrema of floats: the first of equals, the first NaN if there is one. Along rows the extremum of a block is found first, vector by vector, and its place
/// only in the block that has it; down columns each lane carries its best element and that one's row.
/// </summary>
internal static unsafe class ExtremumPlaces
{
    /// <summary>Elements whose extremum is found before their places matter: 16 KB of floats, which are still in the first-level cache when the place is looked for.</summary>
    private const int Block = 4096;

    /// <summary>Elements that one thread takes: long reductions are cut, and the parts' winners compared in order.</summary>
    private const int ChunkElements = 131072;

    /// <summary>Columns that one thread takes: their best elements and rows stay in the first-level cache.</summary>
    private const int StripWidth = 1024;

    public static void Run<TOrder, T>(T* x, long* y, int outer, int reduced, int inner)
        where TOrder : struct, IExtremumOrder
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int strip = Math.Min(inner, StripWidth);
        int rows = Math.Min(reduced, Math.Max(16, ChunkElements / strip));
        int chunks = (reduced + rows - 1) / rows;
        int strips = (inner + strip - 1) / strip;
        long results = (long)outer * inner;
        if (chunks == 1)
        {
            Units(new(x, y, outer, reduced, inner, rows, strip, chunks, strips));
            return;
        }

        long[] rented = ArrayPool<long>.Shared.Rent(checked((int)(results * chunks)));
        fixed (long* partial = rented)
        {
            Units(new(x, partial, outer, reduced, inner, rows, strip, chunks, strips));
            for (long result = 0; result < results; result++)
            {
                (long o, long column) = Math.DivRem(result, inner);
                T* group = x + (o * reduced * inner) + column;
                long* winners = partial + (o * chunks * inner) + column;
                long best = winners[0];
                for (int chunk = 1; chunk < chunks && !T.IsNaN(group[best * inner]); chunk++)
                {
                    long other = winners[(long)chunk * inner];
                    if (T.IsNaN(group[other * inner]) || TOrder.IsBetter(group[other * inner], group[best * inner]))
                    {
                        best = other;
                    }
                }

                y[result] = best;
            }
        }

        ArrayPool<long>.Shared.Return(rented);

        static void Units(Body<TOrder, T> body) => LaneTeam.Run<Body<TOrder, T>, T>(body.Tiles, body);
    }

    /// <summary>The index of the extremum of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long InRow<TOrder, L, T>(T* x, int count)
        where TOrder : struct, IExtremumOrder
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T best = T.Zero;
        int at = 0;
        for (int start = 0; start < count; start += Block)
        {
            int n = Math.Min(Block, count - start);
            T top = InBlock<TOrder, L, T>(x + start, n);
            if (T.IsNaN(top))
            {
                while (!T.IsNaN(x[start]))
                {
                    start++;
                }

                return start;
            }

            if (start == 0 || TOrder.IsBetter(top, best))
            {
                (best, at) = (top, start);
            }
        }

        // Equality, not identity: the first of two zeros counts, whatever their signs.
        L wanted = L.Broadcast(best);
        while (count - at >= L.Count && !L.Any(L.Equal(L.Load(x + at), wanted)))
        {
            at += L.Count;
        }

        while (x[at] != best)
        {
            at++;
        }

        return at;
    }

    /// <summary>The extremum of a block; NaN if it has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T InBlock<TOrder, L, T>(T* x, int count)
        where TOrder : struct, IExtremumOrder
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count < L.Count)
        {
            T top = *x;
            for (int k = 0; k < count; k++)
            {
                if (T.IsNaN(x[k]))
                {
                    return x[k];
                }

                top = TOrder.IsBetter(x[k], top) ? x[k] : top;
            }

            return top;
        }

        L a = L.Load(x);
        L b = a, c = a, d = a;
        int i = L.Count;
        for (; i <= count - 4 * L.Count; i += 4 * L.Count)
        {
            a = TOrder.Pick<L, T>(a, L.Load(x + i));
            b = TOrder.Pick<L, T>(b, L.Load(x + i + L.Count));
            c = TOrder.Pick<L, T>(c, L.Load(x + i + 2 * L.Count));
            d = TOrder.Pick<L, T>(d, L.Load(x + i + 3 * L.Count));
        }

        for (; i <= count - L.Count; i += L.Count)
        {
            b = TOrder.Pick<L, T>(b, L.Load(x + i));
        }

        // The last vector may overlap the one before: an extremum may see an element twice.
        c = TOrder.Pick<L, T>(c, L.Load(x + count - L.Count));
        a = TOrder.Pick<L, T>(TOrder.Pick<L, T>(a, b), TOrder.Pick<L, T>(c, d));
        return L.Any(~L.Equal(a, a)) ? T.NaN : TOrder.Best<L, T>(a);
    }

    /// <summary>The rows of the extrema of some columns, counted from the first row given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InColumns<TOrder, L, T>(T* x, nint stride, int rows, int columns, long firstRow, long* result)
        where TOrder : struct, IExtremumOrder
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Row numbers of a chunk are below 2¹⁷, exact in either format.
        T* bests = stackalloc T[2 * StripWidth];
        T* places = bests + StripWidth;
        new ReadOnlySpan<T>(x, columns).CopyTo(new Span<T>(bests, columns));
        new Span<T>(places, columns).Clear();
        int whole = columns - (columns % L.Count);
        for (int row = 1; row < rows; row++)
        {
            T* values = x + (row * stride);
            L place = L.Constant(row);
            for (int c = 0; c < whole; c += L.Count)
            {
                L value = L.Load(values + c), best = L.Load(bests + c);

                // A NaN is kept once it is the best.
                L keeps = TOrder.IsNoBetter<L, T>(value, best) | ~L.Equal(best, best);
                L.Store(L.Select(keeps, best, value), bests + c);
                L.Store(L.Select(keeps, L.Load(places + c), place), places + c);
            }

            for (int c = whole; c < columns; c++)
            {
                if (!T.IsNaN(bests[c]) && (T.IsNaN(values[c]) || TOrder.IsBetter(values[c], bests[c])))
                {
                    bests[c] = values[c];
                    places[c] = T.CreateTruncating(row);
                }
            }
        }

        for (int c = 0; c < columns; c++)
        {
            result[c] = firstRow + long.CreateTruncating(places[c]);
        }
    }

    private readonly struct Body<TOrder, T>(T* x, long* y, int outer, int reduced, int inner, int rows, int strip, int chunks, int strips) : ILaneBody<T>
        where TOrder : struct, IExtremumOrder
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Units per tile: short rows go to a thread by the dozen.</summary>
        private int PerTile => Math.Max(1, Partition.TileElements / Math.Max(1, rows * strip));

        private long Count => (long)outer * chunks * strips;

        public int Tiles => checked((int)((Count + PerTile - 1) / PerTile));

        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            long end = Math.Min(Count, (long)(tile + 1) * PerTile);
            for (long unit = (long)tile * PerTile; unit < end; unit++)
            {
                (long rest, long s) = Math.DivRem(unit, strips);
                (long o, long chunk) = Math.DivRem(rest, chunks);
                int firstRow = (int)chunk * rows;
                int firstColumn = (int)s * strip;
                int count = Math.Min(rows, reduced - firstRow);
                T* from = x + (((o * reduced) + firstRow) * inner) + firstColumn;
                long* to = y + (((o * chunks) + chunk) * inner) + firstColumn;
                if (inner == 1)
                {
                    *to = firstRow + InRow<TOrder, L, T>(from, count);
                }
                else
                {
                    InColumns<TOrder, L, T>(from, inner, count, Math.Min(strip, inner - firstColumn), firstRow, to);
                }
            }
        }
    }
}
