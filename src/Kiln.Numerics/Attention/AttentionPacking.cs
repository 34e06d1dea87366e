using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Copies rows of queries, keys and values to where and how the products read them best.</summary>
internal static unsafe class AttentionPacking
{
    /// <summary>
    /// Copies rows to adjacent ones of <paramref name="width"/> elements, padded with zeros. Rows that <paramref name="hidden"/> marks become zeros: what
    /// stands in a masked key, even NaN, reaches nothing.
    /// </summary>
    /// <param name="source">The first row.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="rows">Rows to copy.</param>
    /// <param name="size">Elements of a row.</param>
    /// <param name="to">rows × width elements.</param>
    /// <param name="width">At least <paramref name="size"/>.</param>
    /// <param name="hidden">Not zero for a row to leave out; null to copy all.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<L, T>(T* source, nint stride, int rows, int size, T* to, int width, T* hidden)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            if (hidden != null && hidden[row] != T.Zero)
            {
                new Span<T>(to, width).Clear();
            }
            else
            {
                var i = 0;
                for (; i <= size - L.Count; i += L.Count)
                {
                    L.Store(L.Load(source + i), to + i);
                }

                for (; i < size; i++)
                {
                    to[i] = source[i];
                }

                for (; i < width; i++)
                {
                    to[i] = T.Zero;
                }
            }

            source += stride;
            to += width;
        }
    }

    /// <summary>Copies rows as <see cref="Rows"/> does, multiplied by a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaledRows<L, T>(T* source, nint stride, int rows, int size, T scale, T* to, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factor = L.Broadcast(scale);
        for (var row = 0; row < rows; row++)
        {
            var i = 0;
            for (; i <= size - L.Count; i += L.Count)
            {
                L.Store(L.Load(source + i) * factor, to + i);
            }

            for (; i < size; i++)
            {
                to[i] = source[i] * scale;
            }

            for (; i < width; i++)
            {
                to[i] = T.Zero;
            }

            source += stride;
            to += width;
        }
    }

    /// <summary>Copies rows out, multiplied by a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack<L, T>(T* source, nint width, int rows, int size, T scale, T* to, nint stride)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factor = L.Broadcast(scale);
        for (var row = 0; row < rows; row++)
        {
            var i = 0;
            for (; i <= size - L.Count; i += L.Count)
            {
                L.Store(L.Load(source + i) * factor, to + i);
            }

            for (; i < size; i++)
            {
                to[i] = source[i] * scale;
            }

            source += width;
            to += stride;
        }
    }

    /// <summary>
    /// Packs rows as the columns of a matrix: panels of <paramref name="panel"/> columns, each (size, panel), the last filled up with zeros.
    /// </summary>
    public static void Columns<T>(T* source, nint stride, int rows, int size, int panel, T* to)
        where T : unmanaged
    {
        for (var row = 0; row < rows; row += panel)
        {
            PanelPacking.Columns(source + (row * stride), stride, size, Math.Min(panel, rows - row), panel, to);
            to += (nint)panel * size;
        }
    }

    /// <summary>Writes 0 for each key that the mask lets through and −∞ for each that it hides.</summary>
    public static void Hidden<T>(bool* mask, int keys, T* hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < keys; i++)
        {
            hidden[i] = mask[i] ? T.Zero : T.NegativeInfinity;
        }
    }
}
