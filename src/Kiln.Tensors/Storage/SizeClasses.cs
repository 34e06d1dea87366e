using System.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// Block sizes in cache lines: four steps to each power of two (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, …), so that a
/// block is at most a quarter larger than what was asked for.
/// </summary>
internal static class SizeClasses
{
    /// <summary>How many classes there are: up to 2³¹ lines (128 GiB).</summary>
    internal const int Count = 4 * 30 + 4;

    /// <summary>The smallest class that holds this many bytes.</summary>
    internal static int Of(long bytes)
    {
        long lines = Math.Max(1, (bytes + CacheLine.Size - 1) / CacheLine.Size);
        if (lines <= 4)
        {
            return (int)lines - 1;
        }

        // Round up to a multiple of a quarter of the power of two below: (4..8] in steps of 1, (8..16] of 2, and so on.
        int octave = BitOperations.Log2((ulong)(lines - 1)) - 2;
        long step = 1L << octave;
        long quarter = (lines + step - 1) / step; // 5, 6, 7 or 8
        return 4 + octave * 4 + (int)(quarter - 5);
    }

    /// <summary>The size of a class in cache lines.</summary>
    internal static long Lines(int sizeClass)
    {
        if (sizeClass < 4)
        {
            return sizeClass + 1;
        }

        int octave = (sizeClass - 4) / 4;
        int quarter = (sizeClass - 4) % 4 + 5;
        return (long)quarter << octave;
    }
}
