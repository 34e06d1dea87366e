using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A small triangular system with many right sides: the innermost kernel of the blocked solver.</summary>
internal static unsafe class TriangularBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The largest system: with its right sides, 32 rows of a strip of four vectors, it stays in the first-level cache.</summary>
    public const int Size = 32;

    /// <summary>Copies a lower triangular block for <see cref="Solve"/>: what lies below the diagonal with its sign changed, then the diagonal.</summary>
    /// <param name="t">Element [0, 0]; a stride may be negative.</param>
    /// <param name="rowStride">From one row to the next.</param>
    /// <param name="columnStride">From one column to the next.</param>
    /// <param name="n">Rows, at most <see cref="Size"/>.</param>
    /// <param name="unit">Whether the diagonal is taken as ones.</param>
    /// <param name="packed">Room for <see cref="Size"/> · (<see cref="Size"/> + 1) numbers.</param>
    public static void Pack(T* t, nint rowStride, nint columnStride, int n, bool unit, T* packed)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
            {
                packed[(i * Size) + k] = -t[(i * rowStride) + (k * columnStride)];
            }

            packed[(Size * Size) + i] = unit ? T.One : t[i * (rowStride + columnStride)];
        }
    }

    /// <summary>Solves L·X = B in place for a packed L.</summary>
    /// <param name="packed">What <see cref="Pack"/> wrote.</param>
    /// <param name="n">Rows of L and B.</param>
    /// <param name="b">B, whose rows are contiguous.</param>
    /// <param name="stride">From one row of B to the next; may be negative.</param>
    /// <param name="columns">Right sides.</param>
    /// <param name="unit">Whether the diagonal is ones.</param>
    public static void Solve(T* packed, int n, T* b, nint stride, int columns, bool unit)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512: Solve<Lanes512<T>>(packed, n, b, stride, columns, unit); break;
            case InstructionSet.Avx2: Solve<Lanes256<T>>(packed, n, b, stride, columns, unit); break;
            case InstructionSet.Vector128: Solve<Lanes128<T>>(packed, n, b, stride, columns, unit); break;
            default: Solve<Lanes1<T>>(packed, n, b, stride, columns, unit); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Solve<L>(T* packed, int n, T* b, nint stride, int columns, bool unit)
        where L : unmanaged, IFloatLanes<L, T>
    {
        var column = 0;
        for (; column <= columns - (4 * L.Count); column += 4 * L.Count)
        {
            for (var i = 0; i < n; i++)
            {
                var row = b + column + (i * stride);
                var sum0 = L.Load(row);
                var sum1 = L.Load(row + L.Count);
                var sum2 = L.Load(row + (2 * L.Count));
                var sum3 = L.Load(row + (3 * L.Count));
                var solved = b + column;
                var factors = packed + (i * Size);
                for (var k = 0; k < i; k++)
                {
                    var factor = L.Broadcast(factors[k]);
                    sum0 = L.MultiplyAdd(factor, L.Load(solved), sum0);
                    sum1 = L.MultiplyAdd(factor, L.Load(solved + L.Count), sum1);
                    sum2 = L.MultiplyAdd(factor, L.Load(solved + (2 * L.Count)), sum2);
                    sum3 = L.MultiplyAdd(factor, L.Load(solved + (3 * L.Count)), sum3);
                    solved += stride;
                }

                if (!unit)
                {
                    var pivot = L.Broadcast(packed[(Size * Size) + i]);
                    sum0 /= pivot;
                    sum1 /= pivot;
                    sum2 /= pivot;
                    sum3 /= pivot;
                }

                L.Store(sum0, row);
                L.Store(sum1, row + L.Count);
                L.Store(sum2, row + (2 * L.Count));
                L.Store(sum3, row + (3 * L.Count));
            }
        }

        for (; column <= columns - L.Count; column += L.Count)
        {
            Strip<L>(packed, n, b + column, stride, unit);
        }

        for (; column < columns; column++)
        {
            Strip<Lanes1<T>>(packed, n, b + column, stride, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Strip<L>(T* packed, int n, T* b, nint stride, bool unit)
        where L : unmanaged, IFloatLanes<L, T>
    {
        for (var i = 0; i < n; i++)
        {
            var row = b + (i * stride);
            var sum = L.Load(row);
            var solved = b;
            var factors = packed + (i * Size);
            for (var k = 0; k < i; k++)
            {
                sum = L.MultiplyAdd(L.Broadcast(factors[k]), L.Load(solved), sum);
                solved += stride;
            }

            L.Store(unit ? sum : sum / L.Broadcast(packed[(Size * Size) + i]), row);
        }
    }
}
