using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Σ r rᵀ over rows that a callback writes: the products of every column with every other.</summary>
/// <remarks>
/// Rows are written to blocks that stay in the first-level cache, padded with zeros to whole registers, so that what the callback does to a sample (means taken
/// away, a weight's root, one more column) costs no copy of the samples. Only the lower triangle is computed: tiles of four rows of the result by up to three
/// registers, which hold their sums while they pass over the block. Nothing is packed: the rows lie as the tiles read them. A general product would do twice the
/// multiplications and rearrange both sides.
/// </remarks>
internal static unsafe class SymmetricProducts
{
    // What the widest register holds: rows are padded to it on every processor, so that the cut is one of shapes.
    private const int Lanes = 8;

    // 24 KiB: the block, and the part of the sums that is in use, stay in a first-level cache of 32 KiB.
    private const int BlockElements = 3_072;
    private const int LeastBlockRows = 24;

    // Up to here every block of rows has sums of its own, and the threads share the blocks; beyond, one large product is shared by the threads.
    private const int Widest = 160;

    // Four products are made in the time of one multiplication elsewhere: so much longer are the blocks that clearing and adding up their sums is little beside.
    private const int Faster = 4;

    /// <summary>Writes some neighboring rows, the given numbers apart.</summary>
    public delegate void RowsWriter(int first, int count, double* to, int stride);

    /// <summary>The sum over some rows, (width, width), both triangles.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="write">Writes rows; called from several threads at once.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[] Sum(int rows, int width, RowsWriter write, CancellationToken cancellation = default)
    {
        if (width > Widest)
        {
            return Wide(rows, width, write, cancellation);
        }

        var stride = (width + Lanes - 1) / Lanes * Lanes;
        var sums = new double[stride * stride];
        RowBlocks.Sum(rows, (long)rows * width * width / Faster, sums, (start, end, partial) => AddBlocks(start, end, width, stride, write, partial));
        var products = new double[width * width];
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                products[(i * width) + j] = products[(j * width) + i] = sums[(i * stride) + j];
            }
        }

        return products;
    }

    /// <summary>Σ h (x, 1)(x, 1)ᵀ over dense samples, (features + 1, features + 1): the second derivatives of a linear model whose losses curve by h, 0 or more.</summary>
    /// <param name="x">Dense samples.</param>
    /// <param name="h">One number for each, or more.</param>
    public static double[] Weighted(SampleView x, double[] h)
    {
        var (columns, origin, roots) = (x.Columns, new double[x.Columns], new double[h.Length]);
        Elementwise.Unary<SqrtOperator, double>(h, roots);
        return Sum(x.Rows, columns + 1, (first, count, to, stride) =>
        {
            fixed (double* zeros = origin, factors = &roots[first])
            {
                CentredRows.Write(x.Row(first), columns, count, columns, zeros, factors, to, stride);
                for (var i = 0; i < count; i++)
                {
                    to[((nint)i * stride) + columns] = factors[i];
                }
            }
        });
    }

    private static double[] Wide(int rows, int width, RowsWriter write, CancellationToken cancellation)
    {
        var products = new double[checked(width * width)];
        var block = new double[Math.Min(rows, Math.Max(256, (1 << 22) / width)) * width];
        var blockRows = block.Length / width;
        for (var first = 0; first < rows; first += blockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(blockRows, rows - first);
            RowBlocks.Run(count, (long)count * width, (start, end) =>
            {
                fixed (double* to = &block[start * width])
                {
                    write(first + start, end - start, to, width);
                }
            });
            MatMul.Multiply(width, width, count, block, width, true, block, width, false, products, width, accumulate: true);
        }

        return products;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlocks(int start, int end, int width, int stride, RowsWriter write, Span<double> sums)
    {
        var rows = Math.Min(Math.Max(LeastBlockRows, BlockElements / stride), end - start);

        // Registers that straddle two lines of the cache cost two loads: the block begins at a line.
        var memory = new double[(rows * stride) + Lanes];
        fixed (double* pinned = memory, to = sums)
        {
            var block = pinned + ((64 - ((nuint)pinned % 64)) % 64 / sizeof(double));
            for (var first = start; first < end; first += rows)
            {
                var count = Math.Min(rows, end - first);
                write(first, count, block, stride);
                switch (InstructionSets.Current)
                {
                    case InstructionSet.Avx512: AddBlock<Lanes512<double>>(block, count, stride, to); break;
                    case InstructionSet.Avx2: AddBlock<Lanes256<double>>(block, count, stride, to); break;
                    case InstructionSet.Vector128: AddBlock<Lanes128<double>>(block, count, stride, to); break;
                    default: AddBlock<Lanes1<double>>(block, count, stride, to); break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock<L>(double* block, int count, int stride, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        for (var i = 0; i < stride; i += 4)
        {
            var to = sums + ((nint)i * stride);
            for (var j = 0; j < i + 4; j += 3 * L.Count)
            {
                switch ((i + 4 - j + L.Count - 1) / L.Count)
                {
                    case 1: Tile1<L>(block + i, block + j, count, stride, to + j); break;
                    case 2: Tile2<L>(block + i, block + j, count, stride, to + j); break;
                    default: Tile3<L>(block + i, block + j, count, stride, to + j); break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile3<L>(double* left, double* right, int count, nint stride, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var to1 = sums + stride;
        var to2 = to1 + stride;
        var to3 = to2 + stride;
        L a0 = L.Load(sums), b0 = L.Load(sums + L.Count), c0 = L.Load(sums + (2 * L.Count));
        L a1 = L.Load(to1), b1 = L.Load(to1 + L.Count), c1 = L.Load(to1 + (2 * L.Count));
        L a2 = L.Load(to2), b2 = L.Load(to2 + L.Count), c2 = L.Load(to2 + (2 * L.Count));
        L a3 = L.Load(to3), b3 = L.Load(to3 + L.Count), c3 = L.Load(to3 + (2 * L.Count));
        for (var row = 0; row < count; row++)
        {
            L a = L.Load(right), b = L.Load(right + L.Count), c = L.Load(right + (2 * L.Count));
            var v = L.Broadcast(left[0]);
            a0 = L.MultiplyAdd(v, a, a0);
            b0 = L.MultiplyAdd(v, b, b0);
            c0 = L.MultiplyAdd(v, c, c0);
            v = L.Broadcast(left[1]);
            a1 = L.MultiplyAdd(v, a, a1);
            b1 = L.MultiplyAdd(v, b, b1);
            c1 = L.MultiplyAdd(v, c, c1);
            v = L.Broadcast(left[2]);
            a2 = L.MultiplyAdd(v, a, a2);
            b2 = L.MultiplyAdd(v, b, b2);
            c2 = L.MultiplyAdd(v, c, c2);
            v = L.Broadcast(left[3]);
            a3 = L.MultiplyAdd(v, a, a3);
            b3 = L.MultiplyAdd(v, b, b3);
            c3 = L.MultiplyAdd(v, c, c3);
            left += stride;
            right += stride;
        }

        L.Store(a0, sums);
        L.Store(b0, sums + L.Count);
        L.Store(c0, sums + (2 * L.Count));
        L.Store(a1, to1);
        L.Store(b1, to1 + L.Count);
        L.Store(c1, to1 + (2 * L.Count));
        L.Store(a2, to2);
        L.Store(b2, to2 + L.Count);
        L.Store(c2, to2 + (2 * L.Count));
        L.Store(a3, to3);
        L.Store(b3, to3 + L.Count);
        L.Store(c3, to3 + (2 * L.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2<L>(double* left, double* right, int count, nint stride, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var to1 = sums + stride;
        var to2 = to1 + stride;
        var to3 = to2 + stride;
        L a0 = L.Load(sums), b0 = L.Load(sums + L.Count), a1 = L.Load(to1), b1 = L.Load(to1 + L.Count);
        L a2 = L.Load(to2), b2 = L.Load(to2 + L.Count), a3 = L.Load(to3), b3 = L.Load(to3 + L.Count);
        for (var row = 0; row < count; row++)
        {
            L a = L.Load(right), b = L.Load(right + L.Count);
            var v = L.Broadcast(left[0]);
            a0 = L.MultiplyAdd(v, a, a0);
            b0 = L.MultiplyAdd(v, b, b0);
            v = L.Broadcast(left[1]);
            a1 = L.MultiplyAdd(v, a, a1);
            b1 = L.MultiplyAdd(v, b, b1);
            v = L.Broadcast(left[2]);
            a2 = L.MultiplyAdd(v, a, a2);
            b2 = L.MultiplyAdd(v, b, b2);
            v = L.Broadcast(left[3]);
            a3 = L.MultiplyAdd(v, a, a3);
            b3 = L.MultiplyAdd(v, b, b3);
            left += stride;
            right += stride;
        }

        L.Store(a0, sums);
        L.Store(b0, sums + L.Count);
        L.Store(a1, to1);
        L.Store(b1, to1 + L.Count);
        L.Store(a2, to2);
        L.Store(b2, to2 + L.Count);
        L.Store(a3, to3);
        L.Store(b3, to3 + L.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1<L>(double* left, double* right, int count, nint stride, double* sums)
        where L : unmanaged, IFloatLanes<L, double>
    {
        L a0 = L.Load(sums), a1 = L.Load(sums + stride), a2 = L.Load(sums + (2 * stride)), a3 = L.Load(sums + (3 * stride));
        for (var row = 0; row < count; row++)
        {
            var a = L.Load(right);
            a0 = L.MultiplyAdd(L.Broadcast(left[0]), a, a0);
            a1 = L.MultiplyAdd(L.Broadcast(left[1]), a, a1);
            a2 = L.MultiplyAdd(L.Broadcast(left[2]), a, a2);
            a3 = L.MultiplyAdd(L.Broadcast(left[3]), a, a3);
            left += stride;
            right += stride;
        }

        L.Store(a0, sums);
        L.Store(a1, sums + stride);
        L.Store(a2, sums + (2 * stride));
        L.Store(a3, sums + (3 * stride));
    }
}
