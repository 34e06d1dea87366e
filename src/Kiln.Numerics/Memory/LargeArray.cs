namespace Kiln.Numerics;

/// <summary>Arrays for results, which may be large.</summary>
/// <remarks>
/// The collector gives the end of a region back to the system when what stood there is dead, so a large result is often the first to touch its memory: one page
/// fault for each 4 KB then takes several times as long as writing the result. Large pages need one for 2 MB.
/// </remarks>
public static class LargeArray
{
    private const long Least = 2L * MemoryPages.LargePage;

    /// <summary>An array whose elements are not defined; on large pages, where the system has them, from 4 MB on.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="length">How many elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static unsafe T[] Uninitialized<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var array = GC.AllocateUninitializedArray<T>(length);
        var bytes = (long)length * sizeof(T);
        if (bytes >= Least)
        {
            fixed (T* start = array)
            {
                MemoryPages.PreferLarge((nint)start, bytes);
            }
        }

        return array;
    }
}
