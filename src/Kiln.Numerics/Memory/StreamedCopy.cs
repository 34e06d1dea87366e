using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// Results written past the caches: whole lines go to memory without being fetched before. A kernel whose loop does not end at lines computes a piece of some
/// kilobytes aside, in the first-level cache, and copies it from there.
/// </summary>
/// <remarks>Measured on one core of a Zen 4 server, 16 MB scaled into another 16 MB: 1.0 to 1.5 ms with ordinary stores, 0.7 ms so.</remarks>
public static unsafe class StreamedCopy
{
    /// <summary>Whether a result is so large that it would not stay in the caches anyway.</summary>
    /// <param name="bytesRead">Bytes that are read for it.</param>
    /// <param name="bytesWritten">Bytes of the result.</param>
    public static bool Pays(long bytesRead, long bytesWritten) => Streaming.Pays(bytesRead, bytesWritten);

    /// <summary>Copies numbers past the caches; the copy is visible to other threads before anything written later.</summary>
    /// <param name="from">The numbers.</param>
    /// <param name="to">Room for as many, elsewhere.</param>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public static void Copy(ReadOnlySpan<double> from, Span<double> to)
    {
        if (to.Length < from.Length)
        {
            throw new ArgumentException($"copy: {from.Length} numbers do not go into {to.Length} places");
        }

        const int Line = Streaming.Alignment / sizeof(double);
        fixed (double* source = from, target = to)
        {
            var i = Streaming.Misaligned(target, from.Length);
            from[..i].CopyTo(to);
            for (; i <= from.Length - Line; i += Line)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    Vector512.Load(source + i).StoreAlignedNonTemporal(target + i);
                }
                else
                {
                    Vector256.Load(source + i).StoreAlignedNonTemporal(target + i);
                    Vector256.Load(source + i + (Line / 2)).StoreAlignedNonTemporal(target + i + (Line / 2));
                }
            }

            from[i..].CopyTo(to[i..]);
        }

        Streaming.Fence();
    }
}
