using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Householder QR with column pivoting, A·P = Q·R, in blocks (G. Quintana-Ortí, X. Sun and C. Bischof, "A BLAS-3 version of the QR factorization
/// with column pivoting", SIAM J. Sci. Comput. 19(5), 1998). The columns of A lie in memory as rows here, so that an exchange, a product with a reflector
/// and a norm each read contiguous numbers.
/// </summary>
/// <remarks>
/// Each step needs the product of its reflector with every column that is left, so half of the work is a pass over what is left of the matrix, bound by
/// memory; the other half, the update, waits until a block of reflectors is full and is a matrix product. Norms of the columns' rests are not
/// computed anew but reduced by the element that left; where that would lose digits (Z. Drmač and Z. Bujanović, ACM TOMS 35(2), 2008)
/// the block ends early and they are computed.
/// </remarks>
internal static unsafe class PivotedQrCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reflectors of a block.</summary>
    public const int Block = 32;

    // A task of a pass reads some 256 KB: enough for a region to pay, and it leaves the columns' own numbers in the cache.
    private const int BytesPerTask = 256 << 10;

    /// <summary>Factors in place.</summary>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="w">The columns of A as <paramref name="n"/> rows; on return column j of A·P has R above and on place j and its reflector, without its one, behind.</param>
    /// <param name="ldw">From one of them to the next.</param>
    /// <param name="tau">On return the min(m, n) factors of the reflectors.</param>
    /// <param name="pivots">On return the column of A that each column of A·P was.</param>
    public static void Factor(int m, int n, T* w, nint ldw, T* tau, Span<int> pivots)
    {
        var k = Math.Min(m, n);
        using var room = Scratch.Rent<T>((2 * (nint)n) + ((nint)n * Block) + (2 * Block));
        var norms = (T*)room.Pointer;
        var run = new Panel
        {
            M = m,
            N = n,
            W = w,
            Ldw = ldw,
            Norms = norms,
            Exact = norms + n,
            F = norms + (2 * (nint)n),
            Products = norms + (2 * (nint)n) + ((nint)n * Block),
            Top = norms + (2 * (nint)n) + ((nint)n * Block) + Block,
        };
        for (var j = 0; j < n; j++)
        {
            pivots[j] = j;
            run.Recompute(j, 0);
        }

        for (var first = 0; first < k;)
        {
            run.First = first;
            var width = Factor(ref run, Math.Min(Block, k - first), tau, pivots);
            first += width;

            // What waited for the block to be full: A −= V·Fᵀ, here by columns.
            Gemm<T>.Subtract(
                n - first, m - first, width, run.F + ((nint)(first - run.First) * Block), Block, false, w + (run.First * ldw) + first, ldw, false, w + (first * ldw) + first, ldw);
            for (var j = first; j < n; j++)
            {
                if (norms[j] < T.Zero)
                {
                    run.Recompute(j, first);
                }
            }
        }
    }

    /// <summary>Makes of what <see cref="Factor(int, int, T*, nint, T*, Span{int})"/> left, in place, what <see cref="QrCore{T}.Form"/> takes; R is lost.</summary>
    public static void TakeReflectors(int m, int k, T* w, nint ldw, T* tau, int block, T* t) =>
        WorkerTeam.Run((k + block - 1) / block, new Reflectors { M = m, K = k, W = w, Ldw = ldw, Tau = tau, Block = block, Factors = t });

    /// <summary>Factors up to <paramref name="most"/> columns and returns how many it were: fewer where a norm has to be computed anew.</summary>
    private static int Factor(ref Panel run, int most, T* tau, Span<int> pivots)
    {
        for (var c = 0; c < most; c++)
        {
            var at = run.First + c;
            run.Exchange(at, Largest(run.Norms, at, run.N), pivots);

            // The column is brought up to date, which the others are not yet.
            var x = run.W + (at * run.Ldw) + at;
            var factors = run.F + ((nint)c * Block);
            for (var l = 0; l < c; l++)
            {
                factors[l] = -factors[l];
            }

            var reflectors = run.W + (run.First * run.Ldw) + at;
            MatrixKernels<T>.AddRows(reflectors, run.Ldw, c, factors, x, run.M - at);
            var t = Householder<T>.Make(x, run.M - at, out var beta);
            tau[at] = t;
            MatrixKernels<T>.RowDots(reflectors, run.Ldw, c, x, run.M - at, run.Products);
            for (var l = 0; l < c; l++)
            {
                run.Top[l] = reflectors[l * run.Ldw];
            }

            run.Column = c;
            run.Tau = t;
            run.PerTask = Math.Max(4, BytesPerTask / (sizeof(T) * (run.M - at)));
            WorkerTeam.Run((run.N - at - 1 + run.PerTask - 1) / run.PerTask, run);
            x[0] = beta;
            if (run.Lost(at + 1))
            {
                return c + 1;
            }
        }

        return most;
    }

    private static int Largest(T* norms, int first, int end)
    {
        var best = first;
        for (var j = first + 1; j < end; j++)
        {
            best = norms[j] > norms[best] ? j : best;
        }

        return best;
    }

    private struct Reflectors : ITileBody
    {
        public int M;
        public int K;
        public T* W;
        public nint Ldw;
        public T* Tau;
        public int Block;
        public T* Factors;

        public readonly void Invoke(int tile)
        {
            // A block's reflectors begin with its first row, so that they move to the left, each over what it is read from.
            var first = tile * Block;
            var width = Math.Min(Block, K - first);
            var v = W + (first * Ldw);
            for (var i = 0; i < width; i++)
            {
                var row = v + (i * Ldw);
                new Span<T>(row + first, M - first).CopyTo(new Span<T>(row, M - first));
                new Span<T>(row, i).Clear();
                row[i] = T.One;
            }

            ReflectorPanel<T>.FormFactor(v, Ldw, M - first, width, Tau + first, Factors + ((nint)tile * Block * Block), Block);
        }
    }

    /// <summary>A block under way. As the body of a parallel region it takes one step for a few of the columns that are left.</summary>
    private struct Panel : ITileBody
    {
        public int M;
        public int N;
        public T* W;
        public nint Ldw;

        /// <summary>The norm of each column from the current row on; −1 where too few digits of it are left.</summary>
        public T* Norms;

        /// <summary>The norms when they were last computed rather than reduced.</summary>
        public T* Exact;

        /// <summary>Row j − First for column j: what its multiples of the block's reflectors are.</summary>
        public T* F;

        /// <summary>The products of the newest reflector with those before it.</summary>
        public T* Products;

        /// <summary>The elements of the reflectors before it in the current row.</summary>
        public T* Top;

        public int First;
        public int Column;
        public T Tau;
        public int PerTask;

        // Below this much of a norm's square half of its digits are gone.
        private static T Enough => T.Sqrt(Precision<T>.Epsilon);

        public readonly void Recompute(int j, int row)
        {
            Norms[j] = VectorKernels<T>.Norm(W + (j * Ldw) + row, M - row);
            Exact[j] = Norms[j];
        }

        public readonly void Exchange(int i, int j, Span<int> pivots)
        {
            if (i == j)
            {
                return;
            }

            VectorKernels<T>.Swap(W + (i * Ldw), W + (j * Ldw), M);
            VectorKernels<T>.Swap(F + ((nint)(i - First) * Block), F + ((nint)(j - First) * Block), Block);
            (pivots[i], pivots[j]) = (pivots[j], pivots[i]);
            (Norms[j], Exact[j]) = (Norms[i], Exact[i]);
        }

        public readonly bool Lost(int first)
        {
            for (var j = first; j < N; j++)
            {
                if (Norms[j] < T.Zero)
                {
                    return true;
                }
            }

            return false;
        }

        public readonly void Invoke(int tile)
        {
            var at = First + Column;
            var x = W + (at * Ldw) + at;
            var begin = at + 1 + (tile * PerTask);
            var end = Math.Min(N, begin + PerTask);
            var dots = stackalloc T[4];
            var inner = stackalloc T[4];
            var outer = stackalloc T[4];
            for (var j = begin; j < end; j += 4)
            {
                var count = Math.Min(4, end - j);
                var f = F + ((nint)(j - First) * Block);
                MatrixKernels<T>.RowDots(W + (j * Ldw) + at, Ldw, count, x, M - at, dots);
                MatrixKernels<T>.RowDots(f, Block, count, Products, Column, inner);
                MatrixKernels<T>.RowDots(f, Block, count, Top, Column, outer);
                for (var i = 0; i < count; i++)
                {
                    Step(j + i, dots[i] - inner[i], outer[i]);
                }
            }
        }

        // The new number of F, the element of R that it makes, and the norm without that.
        private readonly void Step(int j, T product, T before)
        {
            var multiple = Tau * product;
            F[((nint)(j - First) * Block) + Column] = multiple;
            ref var element = ref W[(j * Ldw) + First + Column];
            element -= before + multiple;

            if (Norms[j] > T.Zero)
            {
                var ratio = T.Abs(element) / Norms[j];
                var left = T.Max(T.Zero, (T.One + ratio) * (T.One - ratio));
                var change = Norms[j] / Exact[j];
                Norms[j] = left * change * change <= Enough ? T.NegativeOne : Norms[j] * T.Sqrt(left);
            }
        }
    }
}
