namespace Kiln.Numerics;

/// <summary>
/// Copies elements between two strided layouts of the same sizes: what makes views contiguous, and what writes a slice back. Axes
/// that lie one behind the other in both layouts are merged first; a transposition is done in square tiles, so that a cache line
/// is used whole on both sides.
/// </summary>
public static unsafe class StridedCopy
{
    /// <summary>The side of a tile, in elements: 32×32 of 8 bytes on both sides fit in half a first-level cache.</summary>
    private const int Tile = 32;

    /// <summary>Copies.</summary>
    /// <param name="sizes">The sizes of the axes, outermost first; none negative.</param>
    /// <param name="source">The first element to read.</param>
    /// <param name="sourceStrides">Strides of the source in elements; zero repeats, negative runs backwards.</param>
    /// <param name="destination">The first element to write; must not overlap the source.</param>
    /// <param name="destinationStrides">Strides of the destination in elements.</param>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the element size is none of these.</exception>
    public static void Copy(
        ReadOnlySpan<int> sizes,
        void* source,
        ReadOnlySpan<int> sourceStrides,
        void* destination,
        ReadOnlySpan<int> destinationStrides,
        int elementSize)
    {
        if (sizes.Length != sourceStrides.Length || sizes.Length != destinationStrides.Length)
        {
            throw new ArgumentException("strided copy: sizes and strides must have one entry per axis");
        }

        Span<int> n = stackalloc int[sizes.Length + 1];
        Span<int> s = stackalloc int[sizes.Length + 1];
        Span<int> d = stackalloc int[sizes.Length + 1];
        int rank = Merge(sizes, sourceStrides, destinationStrides, n, s, d);
        if (rank < 0)
        {
            return;
        }

        n = n[..rank];
        s = s[..rank];
        d = d[..rank];
        switch (elementSize)
        {
            case 1:
                Axes<byte>(n, (byte*)source, s, (byte*)destination, d);
                break;
            case 2:
                Axes<ushort>(n, (ushort*)source, s, (ushort*)destination, d);
                break;
            case 4:
                Axes<uint>(n, (uint*)source, s, (uint*)destination, d);
                break;
            case 8:
                Axes<ulong>(n, (ulong*)source, s, (ulong*)destination, d);
                break;
            default:
                throw new ArgumentException($"strided copy: elements of {elementSize} bytes; 1, 2, 4 or 8 are known");
        }
    }

    /// <summary>Drops axes of size 1 and merges neighbours that are one run in both layouts. Returns the rank, at least 1, or -1 when there is nothing to copy.</summary>
    private static int Merge(
        ReadOnlySpan<int> sizes, ReadOnlySpan<int> source, ReadOnlySpan<int> destination, Span<int> n, Span<int> s, Span<int> d)
    {
        int rank = 0;
        if (sizes.Contains(0))
        {
            return -1;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 1)
            {
                continue;
            }

            if (rank > 0 && s[rank - 1] == (long)sizes[i] * source[i] && d[rank - 1] == (long)sizes[i] * destination[i])
            {
                n[rank - 1] *= sizes[i];
                s[rank - 1] = source[i];
                d[rank - 1] = destination[i];
                continue;
            }

            n[rank] = sizes[i];
            s[rank] = source[i];
            d[rank] = destination[i];
            rank++;
        }

        if (rank == 0)
        {
            n[0] = 1;
            s[0] = 1;
            d[0] = 1;
            rank = 1;
        }

        return rank;
    }

    private static void Axes<T>(ReadOnlySpan<int> n, T* source, ReadOnlySpan<int> s, T* destination, ReadOnlySpan<int> d)
        where T : unmanaged
    {
        if (n.Length == 1)
        {
            Run(n[0], source, s[0], destination, d[0]);
        }
        else if (n.Length == 2)
        {
            Plane(n[0], n[1], source, s[0], s[1], destination, d[0], d[1]);
        }
        else
        {
            for (int i = 0; i < n[0]; i++)
            {
                Axes(n[1..], source + (long)i * s[0], s[1..], destination + (long)i * d[0], d[1..]);
            }
        }
    }

    private static void Plane<T>(int rows, int columns, T* source, int sr, int sc, T* destination, int dr, int dc)
        where T : unmanaged
    {
        if (dc == 1 && (sc == 0 || sc == 1))
        {
            for (int r = 0; r < rows; r++)
            {
                Run(columns, source + (long)r * sr, sc, destination + (long)r * dr, dc);
            }

            return;
        }

        for (int r0 = 0; r0 < rows; r0 += Tile)
        {
            int r1 = Math.Min(r0 + Tile, rows);
            for (int c0 = 0; c0 < columns; c0 += Tile)
            {
                int c1 = Math.Min(c0 + Tile, columns);
                for (int r = r0; r < r1; r++)
                {
                    T* from = source + (long)r * sr;
                    T* to = destination + (long)r * dr;
                    for (int c = c0; c < c1; c++)
                    {
                        to[(long)c * dc] = from[(long)c * sc];
                    }
                }
            }
        }
    }

    private static void Run<T>(int count, T* source, int s, T* destination, int d)
        where T : unmanaged
    {
        if (s == 1 && d == 1)
        {
            new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(destination, count));
        }
        else if (s == 0 && d == 1)
        {
            new Span<T>(destination, count).Fill(*source);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                destination[(long)i * d] = source[(long)i * s];
            }
        }
    }
}
