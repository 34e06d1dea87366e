using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Elements along an axis, each place of the result with an index of its own.</summary>
/// <remarks>
/// One pass over the index, which is checked on the way. Within a line of x the places are in no order that the processor could foresee, so while one line is read, the next
/// is asked for. A result too large to stay in the caches is collected in a piece of the first-level cache and written past
/// the others from there: it is a fifth of the traffic that fetching its lines first would add.
/// </remarks>
public static unsafe class PickedElements
{
    // Elements that a task takes: some 20 µs; and the pieces it collects.
    private const int TaskElements = 16384;
    private const int PieceBytes = 8192;

    // The processor foresees these streams, but not far enough: 4 KB ahead gathering went from 3.8 to 2.9 ms.
    private const int IndexBytesAhead = 4096;
    private const int SourceBytesAhead = 2048;

    /// <summary>y[o, k, i] = x[o, index[o, k, i], i]; a negative index counts from the end.</summary>
    /// <typeparam name="T">The element type; any of a fixed size, of a power of two up to 8 bytes.</typeparam>
    /// <typeparam name="TIndex">int or long.</typeparam>
    /// <param name="outer">Entries of the axes before.</param>
    /// <param name="size">Entries of the axis in x.</param>
    /// <param name="count">Entries of the axis in the index and in y.</param>
    /// <param name="inner">Entries of the axes behind.</param>
    /// <param name="x">(outer, size, inner).</param>
    /// <param name="index">(outer, count, inner), from −size to size − 1.</param>
    /// <param name="y">(outer, count, inner), overwritten; shares no memory with the others.</param>
    /// <returns>False where an index lies outside; y is undefined then.</returns>
    public static bool Gather<T, TIndex>(int outer, int size, int count, int inner, T* x, TIndex* index, T* y)
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var total = (long)outer * count * inner;
        var wrong = 0;
        WorkerTeam.Run(checked((int)((total + TaskElements - 1) / TaskElements)), new Body<T, TIndex>
        {
            X = x,
            Index = index,
            Y = y,
            Size = size,
            Count = count,
            Inner = inner,
            Total = total,
            Wrong = &wrong,
            Streams = Vector128.IsHardwareAccelerated && (nuint)y % RowCopies.Line == 0 && Streaming.Pays(0, total * sizeof(T)),
        });
        return wrong == 0;
    }

    /// <summary>y[index[i]] += source[i] in the order of i; a negative index counts from the end.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <typeparam name="TIndex">int or long.</typeparam>
    /// <param name="count">Terms.</param>
    /// <param name="source">The terms.</param>
    /// <param name="index">Where each goes, from −size to size − 1.</param>
    /// <param name="size">Elements of y.</param>
    /// <param name="y">Shares no memory with the others.</param>
    /// <returns>False where an index lies outside; y is undefined then.</returns>
    /// <remarks>On the calling thread: the order of the terms is that of the sum.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Add<T, TIndex>(nint count, T* source, TIndex* index, nint size, T* y)
        where T : unmanaged, INumber<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        nint i = 0;
        for (; i <= count - 4; i += 4)
        {
            RowCopies.Prefetch((byte*)(index + i) + IndexBytesAhead);
            RowCopies.Prefetch((byte*)(source + i) + SourceBytesAhead);
            if (!Resolve(index + i, size, out var a, out var b, out var c, out var d))
            {
                return false;
            }

            y[a] += source[i];
            y[b] += source[i + 1];
            y[c] += source[i + 2];
            y[d] += source[i + 3];
        }

        for (; i < count; i++)
        {
            var at = Resolve(index[i], size);
            if ((nuint)at >= (nuint)size)
            {
                return false;
            }

            y[at] += source[i];
        }

        return true;
    }

    /// <summary>The place of an index from 0 on; one that lies outside gives what is no place either way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Resolve<TIndex>(TIndex index, nint size)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var at = nint.CreateTruncating(index);
        return at + ((at >> 63) & size);
    }

    /// <summary>Four of them; false where one is no place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Resolve<TIndex>(TIndex* index, nint size, out nint a, out nint b, out nint c, out nint d)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        a = Resolve(index[0], size);
        b = Resolve(index[1], size);
        c = Resolve(index[2], size);
        d = Resolve(index[3], size);
        return (nuint)a < (nuint)size && (nuint)b < (nuint)size && (nuint)c < (nuint)size && (nuint)d < (nuint)size;
    }

    private struct Body<T, TIndex> : ITileBody
        where T : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public T* X;
        public TIndex* Index;
        public T* Y;
        public nint Size;
        public nint Count;
        public nint Inner;
        public long Total;
        public int* Wrong;
        public bool Streams;

        public readonly void Invoke(int tile)
        {
            var first = tile * (nint)TaskElements;
            var end = (nint)Math.Min(Total, first + TaskElements);
            var good = true;
            if (!Streams)
            {
                good = Collect(first, end, Y + first);
            }
            else
            {
                var piece = stackalloc byte[PieceBytes + RowCopies.Line];
                piece += (nint)(-(nint)piece & (RowCopies.Line - 1));
                nint step = PieceBytes / sizeof(T);
                for (; first < end && good; first += step)
                {
                    var stop = Math.Min(end, first + step);
                    good = Collect(first, stop, (T*)piece);
                    Stream(piece, (stop - first) * sizeof(T), (byte*)(Y + first));
                }

                Streaming.Fence();
            }

            if (!good)
            {
                *Wrong = 1;
            }
        }

        // Elements in the order of the result: stretches that lie on one line, or, along an outer axis, next to each other on neighboring lines.
        private readonly bool Collect(nint first, nint end, T* to)
        {
            while (first < end)
            {
                // Along the last axis a stretch is a line; else it is what follows one step of the axis.
                var (row, column) = Math.DivRem(first, Inner);
                var outer = row / Count;
                var block = X + (outer * Size * Inner);
                var stop = Math.Min(end, Inner == 1 ? (outer + 1) * Count : first + Inner - column);
                var good = Inner == 1
                    ? Line(block, Index + first, to, stop - first, Size, Ahead(outer))
                    : Across(block + column, Index + first, to, stop - first, Size, Inner);
                if (!good)
                {
                    return false;
                }

                to += stop - first;
                first = stop;
            }

            return true;
        }

        // The bytes of the next line that are worth asking for while this one is read: all where most of them will be read, none for a few elements of a long line.
        private readonly nint Ahead(nint outer)
        {
            var bytes = Size * sizeof(T);
            return bytes / RowCopies.Line <= Count && bytes <= PieceBytes && ((outer + 1) * Count) < Total ? bytes : 0;
        }

        // Static, so that nothing is read anew from this structure after each store.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static bool Line(T* line, TIndex* index, T* to, nint count, nint size, nint aheadBytes)
        {
            var ahead = (byte*)(line + size);
            var aheadEnd = ahead + aheadBytes;
            nint i = 0;
            for (; i <= count - 4; i += 4)
            {
                if (ahead < aheadEnd)
                {
                    RowCopies.Prefetch(ahead);
                    ahead += RowCopies.Line;
                }

                RowCopies.Prefetch((byte*)(index + i) + IndexBytesAhead);
                if (!Resolve(index + i, size, out var a, out var b, out var c, out var d))
                {
                    return false;
                }

                to[i] = line[a];
                to[i + 1] = line[b];
                to[i + 2] = line[c];
                to[i + 3] = line[d];
            }

            for (; i < count; i++)
            {
                var at = Resolve(index[i], size);
                if ((nuint)at >= (nuint)size)
                {
                    return false;
                }

                to[i] = line[at];
            }

            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static bool Across(T* block, TIndex* index, T* to, nint count, nint size, nint inner)
        {
            for (nint i = 0; i < count; i++)
            {
                var at = Resolve(index[i], size);
                if ((nuint)at >= (nuint)size)
                {
                    return false;
                }

                to[i] = block[(at * inner) + i];
            }

            return true;
        }

        // Only the last piece of all ends within a line.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Stream(byte* from, nint bytes, byte* to)
        {
            nint i = 0;
            for (; i <= bytes - RowCopies.Line; i += RowCopies.Line)
            {
                Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
            }

            for (; i < bytes; i++)
            {
                to[i] = from[i];
            }
        }
    }
}
