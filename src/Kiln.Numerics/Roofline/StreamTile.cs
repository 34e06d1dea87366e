using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>The ways of <see cref="StreamTile"/> over memory.</summary>
internal enum Stream
{
    /// <summary>Reads one buffer.</summary>
    Read,

    /// <summary>Reads one buffer and writes another.</summary>
    Copy,

    /// <summary>Reads two buffers and writes a third.</summary>
    Triad,
}

/// <summary>
/// One thread's share of a bandwidth measurement: passes over buffers of its own with nothing but loads and stores. Stores that bypass the caches
/// ("non-temporal") write each line without reading it first, which is the most that memory gives.
/// </summary>
/// <remarks>
/// Written over 512-bit vectors, which the JIT turns into pairs or quads of the machine's own; eight independent sums keep the loads from waiting for
/// additions. The buffers' sizes are multiples of 4 KB, so there is no tail.
/// </remarks>
internal readonly unsafe struct StreamTile(Stream stream, StreamBuffers memory, int repeats) : ITileBody
{
    private static float s_sink;

    public void Invoke(int tile)
    {
        for (var i = 0; i < repeats; i++)
        {
            switch (stream)
            {
                case Stream.Read:
                    s_sink = Read(memory[tile, 0], memory.Floats);
                    break;
                case Stream.Copy:
                    Copy(memory[tile, 0], memory[tile, 1], memory.Floats);
                    break;
                default:
                    Triad(memory[tile, 0], memory[tile, 1], memory[tile, 2], memory.Floats);
                    break;
            }
        }
    }

    // Four streams, a quarter of the buffer each: the prefetcher follows them side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read(float* x, nint count)
    {
        var quarter = count / 4;
        float* y = x + quarter, z = y + quarter, w = z + quarter;
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (nint i = 0; i < quarter; i += 32)
        {
            a += Vector512.Load(x + i);
            b += Vector512.Load(x + i + 16);
            c += Vector512.Load(y + i);
            d += Vector512.Load(y + i + 16);
            e += Vector512.Load(z + i);
            f += Vector512.Load(z + i + 16);
            g += Vector512.Load(w + i);
            h += Vector512.Load(w + i + 16);
        }

        return Vector512.Sum(a + b + (c + d) + (e + f + (g + h)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, float* to, nint count)
    {
        for (nint i = 0; i < count; i += 64)
        {
            var (a, b, c, d) = (Vector512.Load(from + i), Vector512.Load(from + i + 16), Vector512.Load(from + i + 32), Vector512.Load(from + i + 48));
            a.StoreAlignedNonTemporal(to + i);
            b.StoreAlignedNonTemporal(to + i + 16);
            c.StoreAlignedNonTemporal(to + i + 32);
            d.StoreAlignedNonTemporal(to + i + 48);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triad(float* x, float* y, float* to, nint count)
    {
        var scale = Vector512.Create(1.5f);
        for (nint i = 0; i < count; i += 32)
        {
            var a = Vector512.FusedMultiplyAdd(Vector512.Load(y + i), scale, Vector512.Load(x + i));
            var b = Vector512.FusedMultiplyAdd(Vector512.Load(y + i + 16), scale, Vector512.Load(x + i + 16));
            a.StoreAlignedNonTemporal(to + i);
            b.StoreAlignedNonTemporal(to + i + 16);
        }
    }
}
