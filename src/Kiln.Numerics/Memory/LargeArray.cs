using System.Runtime;

namespace Kiln.Numerics;

/// <summary>Arrays for results, which may be large.</summary>
/// <remarks>
/// The collector gives the end of a region back to the system when what stood there is dead, so a large result is often the first to touch its memory: one page
/// fault for each 4 KB then takes several times as long as writing the result. Large pages need one for 2 MB.
/// </remarks>
public static class LargeArray
{
    private const long Least = 2L * MemoryPages.LargePage;
    private const long Huge = 64L << 20;
    private const long SmallestMark = 256L << 20;

    private static long s_sinceCollection;
    private static int s_seenCollections;

    /// <summary>An array whose elements are not defined; on large pages, where the system has them, from 4 MB on.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="length">How many elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static unsafe T[] Uninitialized<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var bytes = (long)length * sizeof(T);
        if (bytes >= Huge)
        {
            MakeRoom(bytes);
        }

        var array = GC.AllocateUninitializedArray<T>(length);
        if (bytes >= Least)
        {
            fixed (T* start = array)
            {
                MemoryPages.PreferLarge((nint)start, bytes);
            }
        }

        return array;
    }

    /// <summary>Pays for a full collection once very large arrays of a quarter of a gigabyte, or half of what is in use, were made since the last: those that are dead
    /// then serve again with their pages. A collection in the background, the default, comes too late for a loop that drops each of its results: seven of 185 MB were all
    /// made of pages that nobody had touched before, at 700 ms each instead of 10 (a virtual machine). Who asked for low latency gets none.</summary>
    private static void MakeRoom(long bytes)
    {
        var collections = GC.CollectionCount(2);
        if (Interlocked.Exchange(ref s_seenCollections, collections) != collections)
        {
            Interlocked.Exchange(ref s_sinceCollection, 0);
        }

        if (Interlocked.Add(ref s_sinceCollection, bytes) > Math.Max(SmallestMark, GC.GetTotalMemory(forceFullCollection: false) / 2)
            && GCSettings.LatencyMode is GCLatencyMode.Interactive or GCLatencyMode.Batch)
        {
            Interlocked.Exchange(ref s_sinceCollection, bytes);
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
            Interlocked.Exchange(ref s_seenCollections, GC.CollectionCount(2));
        }
    }
}
