using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>
/// What the owner of large memory can ask of the system for it. Both requests are advice: on systems without it (here: all but Linux) nothing happens, and
/// no result depends on it.
/// </summary>
public static unsafe partial class MemoryPages
{
    /// <summary>The size of a large page, and how a region has to be aligned to have them: 2 MB.</summary>
    public const int LargePage = HugePages.Size;

    private const int MadvDontNeed = 4;

    /// <summary>
    /// Asks for large pages where they fit into a region that has not been touched yet: one page fault for 2 MB instead of 512, and fewer address translations
    /// afterwards.
    /// </summary>
    /// <param name="start">The first byte.</param>
    /// <param name="bytes">How many.</param>
    public static void PreferLarge(nint start, long bytes)
    {
        (nint first, long length) = Within(start, bytes, LargePage);
        if (length > 0)
        {
            HugePages.Advise((void*)first, (nuint)length);
        }
    }

    /// <summary>
    /// Gives the memory of the pages that lie wholly in a region back to the system at once. The addresses stay valid; what was there is lost, and the next
    /// touch of each page gets a new one.
    /// </summary>
    /// <param name="start">The first byte of private memory (no mapped file) whose contents nobody needs any more.</param>
    /// <param name="bytes">How many.</param>
    /// <returns>How many bytes went back; 0 where the system does not know the request.</returns>
    public static long Discard(nint start, long bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        (nint first, long length) = Within(start, bytes, Environment.SystemPageSize);
        return length > 0 && MemoryAdvice((void*)first, (nuint)length, MadvDontNeed) == 0 ? length : 0;
    }

    private static (nint First, long Length) Within(nint start, long bytes, int page)
    {
        nint first = (start + page - 1) & ~(nint)(page - 1);
        nint end = (nint)(start + bytes) & ~(nint)(page - 1);
        return (first, Math.Max(0, end - first));
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvice(void* start, nuint bytes, int advice);
}
