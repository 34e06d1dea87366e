using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>How one row is copied; a constant to the JIT.</summary>
internal unsafe interface IRowCopy
{
    /// <summary>Copies a row and asks for another.</summary>
    /// <param name="from">The row.</param>
    /// <param name="to">Where to.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="ahead">A row that is copied later.</param>
    public static abstract void Copy(byte* from, byte* to, nint bytes, byte* ahead);
}

/// <summary>The loop over picked rows.</summary>
internal static unsafe class RowCopies
{
    /// <summary>Bytes of a cache line.</summary>
    public const int Line = 64;

    // Copying so much takes about as long as a line takes from memory.
    private const int AheadBytes = 3072;
    private const int MostAhead = 24;

    /// <summary>y[i] = x[rows[i]].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TCopy>(byte* x, int* rows, int places, nint rowBytes, byte* y)
        where TCopy : struct, IRowCopy
    {
        var ahead = (int)Math.Clamp(AheadBytes / rowBytes, 1, MostAhead);
        var i = 0;
        for (; i < places - ahead; i++)
        {
            TCopy.Copy(x + (rows[i] * rowBytes), y, rowBytes, x + (rows[i + ahead] * rowBytes));
            y += rowBytes;
        }

        for (; i < places; i++)
        {
            var from = x + (rows[i] * rowBytes);
            TCopy.Copy(from, y, rowBytes, from);
            y += rowBytes;
        }
    }

    /// <summary>Asks for a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}

/// <summary>The runtime's own copy: for rows of three bytes, and without vectors.</summary>
internal readonly unsafe struct PlainCopy : IRowCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, nint bytes, byte* ahead) => Buffer.MemoryCopy(from, to, bytes, bytes);
}

/// <summary>A row of one element.</summary>
internal readonly unsafe struct ElementCopy<T> : IRowCopy
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, nint bytes, byte* ahead)
    {
        RowCopies.Prefetch(ahead);
        *(T*)to = *(T*)from;
    }
}

/// <summary>A row of one to two of <typeparamref name="T"/>: its first bytes and its last ones, of which some may be the same.</summary>
internal readonly unsafe struct TwiceCopy<T> : IRowCopy
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, nint bytes, byte* ahead)
    {
        RowCopies.Prefetch(ahead);
        RowCopies.Prefetch(ahead + bytes - 1);
        var first = Unsafe.ReadUnaligned<T>(from);
        var last = Unsafe.ReadUnaligned<T>(from + bytes - sizeof(T));
        Unsafe.WriteUnaligned(to, first);
        Unsafe.WriteUnaligned(to + bytes - sizeof(T), last);
    }
}

/// <summary>A row of a cache line or more, line by line, the last of which may overlap the one before.</summary>
internal readonly unsafe struct LineCopy : IRowCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, nint bytes, byte* ahead)
    {
        nint i = 0;
        for (; i <= bytes - RowCopies.Line; i += RowCopies.Line)
        {
            RowCopies.Prefetch(ahead + i);
            Vector512.Store(Vector512.Load(from + i), to + i);
        }

        RowCopies.Prefetch(ahead + bytes - 1);
        if (i < bytes)
        {
            var last = bytes - RowCopies.Line;
            Vector512.Store(Vector512.Load(from + last), to + last);
        }
    }
}

/// <summary>A row of whole cache lines, to the beginning of a line, past the caches.</summary>
internal readonly unsafe struct StreamedRowCopy : IRowCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* from, byte* to, nint bytes, byte* ahead)
    {
        for (nint i = 0; i < bytes; i += RowCopies.Line)
        {
            RowCopies.Prefetch(ahead + i);
            Vector512.Load(from + i).StoreAlignedNonTemporal(to + i);
        }

        RowCopies.Prefetch(ahead + bytes - 1);
    }
}
