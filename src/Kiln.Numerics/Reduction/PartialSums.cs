using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Adds up the sums that blocks of rows left behind, column by column, in the order of the blocks and in float64.</summary>
internal static unsafe class PartialSums
{
    /// <summary>Columns per tile: their totals take 2 KB of stack.</summary>
    private const int Strip = 256;

    /// <summary>Numbers to add from which other threads help.</summary>
    private const long Shared = 32768;

    /// <summary>result[c] = scale · Σ parts[k · stride + c].</summary>
    public static void Combine<T>(int count, nint stride, int columns, T* parts, T* result, double scale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tiles = new Tiles<T>(count, stride, columns, parts, result, scale);
        int strips = (columns + Strip - 1) / Strip;
        if ((long)count * columns >= Shared)
        {
            WorkerTeam.Run(strips, tiles);
            return;
        }

        for (int strip = 0; strip < strips; strip++)
        {
            tiles.Invoke(strip);
        }
    }

    /// <summary>totals[c] += Σ parts[k · stride + c], one k after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<T>(double* totals, int count, nint stride, int columns, T* parts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int c = 0;
        if (typeof(T) == typeof(float))
        {
            // Four sums in flight; where vectors are shorter the runtime splits each of them.
            float* from = (float*)parts;
            for (; c <= columns - 16; c += 16)
            {
                double* to = totals + c;
                Vector256<double> a = Vector256.Load(to), b = Vector256.Load(to + 4), d = Vector256.Load(to + 8), e = Vector256.Load(to + 12);
                float* p = from + c;
                for (int k = 0; k < count; k++, p += stride)
                {
                    (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(p));
                    a += low;
                    b += high;
                    (low, high) = Vector256.Widen(Vector256.Load(p + 8));
                    d += low;
                    e += high;
                }

                a.Store(to);
                b.Store(to + 4);
                d.Store(to + 8);
                e.Store(to + 12);
            }
        }
        else
        {
            double* from = (double*)parts;
            for (; c <= columns - 8; c += 8)
            {
                Vector256<double> a = Vector256.Load(totals + c), b = Vector256.Load(totals + c + 4);
                double* p = from + c;
                for (int k = 0; k < count; k++, p += stride)
                {
                    a += Vector256.Load(p);
                    b += Vector256.Load(p + 4);
                }

                a.Store(totals + c);
                b.Store(totals + c + 4);
            }
        }

        for (; c < columns; c++)
        {
            for (int k = 0; k < count; k++)
            {
                totals[c] += double.CreateTruncating(parts[(k * stride) + c]);
            }
        }
    }

    private readonly struct Tiles<T>(int count, nint stride, int columns, T* parts, T* result, double scale) : ITileBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(int tile)
        {
            int at = tile * Strip;
            int width = Math.Min(Strip, columns - at);
            double* totals = stackalloc double[Strip];
            new Span<double>(totals, width).Clear();
            AddTo(totals, count, stride, width, parts + at);
            for (int c = 0; c < width; c++)
            {
                result[at + c] = T.CreateTruncating(totals[c] * scale);
            }
        }
    }
}
