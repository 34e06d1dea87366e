using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>How a kernel writes its result; a constant to the JIT.</summary>
internal unsafe interface IStoreMode
{
    /// <summary>Whether results go past the caches.</summary>
    public static abstract bool Streams { get; }

    /// <summary>Whether the operands come from so far that they are asked for ahead; see <see cref="NextRow"/>.</summary>
    public static virtual bool Fetches => false;

    /// <summary>Writes the lanes.</summary>
    public static abstract void Store<L, T>(L value, T* destination)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Ordinary stores: the line is fetched, changed, and stays in the cache.</summary>
internal readonly unsafe struct CachedStores : IStoreMode
{
    public static bool Streams => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, T>(L value, T* destination)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Store(value, destination);
}

/// <summary>Ordinary stores of a kernel whose operands do not fit the second-level cache.</summary>
internal readonly unsafe struct FetchingStores : IStoreMode
{
    public static bool Streams => false;

    public static bool Fetches => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, T>(L value, T* destination)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Store(value, destination);
}

/// <summary>
/// Non-temporal stores: whole lines go to memory without being fetched before. The destination is aligned to the vector; <see cref="Streaming.Fence"/> ends them.
/// </summary>
internal readonly unsafe struct StreamingStores : IStoreMode
{
    public static bool Streams => true;

    public static bool Fetches => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, T>(L value, T* destination)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(L) == typeof(Lanes512<T>))
        {
            Unsafe.BitCast<L, Vector512<T>>(value).StoreAlignedNonTemporal(destination);
        }
        else if (typeof(L) == typeof(Lanes256<T>))
        {
            Unsafe.BitCast<L, Vector256<T>>(value).StoreAlignedNonTemporal(destination);
        }
        else if (typeof(L) == typeof(Lanes128<T>))
        {
            Unsafe.BitCast<L, Vector128<T>>(value).StoreAlignedNonTemporal(destination);
        }
        else
        {
            L.Store(value, destination);
        }
    }
}

/// <summary>When results are written past the caches.</summary>
internal static unsafe class Streaming
{
    /// <summary>The alignment that serves every vector and a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>
    /// Bytes read and written by one kernel from which its result would not stay in the cache. Measured on a Zen 4 server with 32 MB of last-level cache,
    /// one thread: 8 MB results of one operand gain 8 % alone but lose 20 % where they are read next; those of two operands gain 2.2 × alone; from 12 MB results on
    /// both gain with the reading included (1.06 to 1.4 ×).
    /// </summary>
    private const long Threshold = 20_000_000;
    private const long ResultThreshold = 12_000_000;

    /// <summary>Whether a kernel that touches so many bytes and writes none of its operands should stream.</summary>
    public static bool Pays(long bytesTouched) => bytesTouched >= Threshold;

    /// <summary>
    /// Whether a kernel should stream that reads and writes so many bytes with many operations between them: as <see cref="Pays(long)"/>, or when the result
    /// alone would not stay.
    /// </summary>
    public static bool Pays(long bytesRead, long bytesWritten) => Pays(bytesRead + bytesWritten) || bytesWritten >= ResultThreshold;

    /// <summary>Whether two runs of memory share a byte.</summary>
    public static bool Overlap(void* x, long xBytes, void* y, long yBytes) => (byte*)x < (byte*)y + yBytes && (byte*)y < (byte*)x + xBytes;

    /// <summary>How many elements come before the first aligned one, at most <paramref name="count"/>.</summary>
    public static int Misaligned<T>(T* destination, int count)
        where T : unmanaged => (int)Math.Min(((nuint)Alignment - (nuint)destination % Alignment) % Alignment / (nuint)sizeof(T), (nuint)count);

    /// <summary>Makes streamed results visible to other threads before anything that is written later.</summary>
    public static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}
