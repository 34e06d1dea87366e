using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A = Q·T·Qᵀ with T tridiagonal, by Householder reflectors in blocks.</summary>
/// <remarks>
/// The scheme of J. Dongarra, D. Sorensen and S. Hammarling (J. Comput. Appl. Math. 27, 1989), LAPACK's sytrd: reflectors of a block are applied to
/// the rest of the matrix together, as one product; within the block each step needs the product of the matrix as it was with one vector, which is half
/// of all arithmetic and bound by reading memory. The upper triangle is worked on, so that reflectors and matrix are read along rows. That product leaves nothing of the block's own
/// vectors in the nearer caches, so they are read twice a step and not more: beside the product, and once for the new vector and the next row together.
/// </remarks>
internal static unsafe class Tridiagonalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 32;

    // The update of a block row this high is one product; what it computes below the diagonal is wasted.
    private const int UpdateRows = 192;

    // What the block's vectors give is shared out from so many elements on: rows of products to a task, and columns of sums.
    private const int SharedElements = 16384;
    private const int DotRows = 16;
    private const int SumColumns = 256;

    /// <summary>Reduces A in place.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">The upper triangle of A; on return row i holds reflector i from column i + 1 on, its first element 1 written out.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="d">On return T's diagonal.</param>
    /// <param name="e">On return the n − 1 elements beside it.</param>
    /// <param name="tau">On return the reflectors' factors, n − 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Reduce(int n, T* a, nint lda, T* d, T* e, T* tau, CancellationToken cancellation)
    {
        var stride = QrCore<T>.Padded(n);
        using var room = Scratch.Rent<T>((4 * Block * stride) + SymmetricProduct<T>.RoomFor(n));

        // The block's vectors in pairs, v₀ w₀ v₁ w₁ …, so that the correction Σ v·wᵀ + w·vᵀ is one sum over rows.
        var pairs = (T*)room.Pointer;
        var turned = pairs + (2 * Block * stride);
        var partial = turned + (2 * Block * stride);
        for (var first = 0; first < n; first += Block)
        {
            var width = Math.Min(Block, n - first);
            for (var j = 0; j < width; j++)
            {
                cancellation.ThrowIfCancellationRequested();
                Step(n, first, j, a, lda, d, e, tau, pairs, stride, partial);
            }

            var next = first + width;
            if (next < n)
            {
                Update(n, next, width, a, lda, pairs, turned, stride);
            }
        }
    }

    private static void Step(int n, int first, int j, T* a, nint lda, T* d, T* e, T* tau, T* pairs, nint stride, T* partial)
    {
        var i = first + j;
        var row = a + (i * lda);
        var factors = stackalloc T[4 * Block];
        d[i] = row[i];
        var v = pairs + (2 * j * stride);
        var w = v + stride;
        if (i + 1 >= n)
        {
            new Span<T>(v, n).Clear();
            new Span<T>(w, n).Clear();
            return;
        }

        var rest = i + 1;
        var length = n - rest;
        tau[i] = Householder<T>.Make(row + rest, length, out var beta);
        e[i] = beta;
        new Span<T>(v, rest).Clear();
        new ReadOnlySpan<T>(row + rest, length).CopyTo(new Span<T>(v + rest, length));
        new Span<T>(w, rest).Clear();
        v += rest;
        w += rest;

        // Row i + 1 loses v·w[i + 1] + w·v[i + 1] of all steps of the block; this one's follow at the end.
        var next = j + 1 < Block ? a + (rest * lda) + rest : null;
        var forNext = factors + (2 * Block);
        for (var k = 0; k < j; k++)
        {
            forNext[2 * k] = -pairs[(((2 * k) + 1) * stride) + rest];
            forNext[(2 * k) + 1] = -pairs[(2 * k * stride) + rest];
        }

        if (tau[i] == T.Zero)
        {
            new Span<T>(w, length).Clear();
            if (next != null)
            {
                MatrixKernels<T>.AddRows(pairs + rest, stride, 2 * j, forNext, next, length);
            }

            return;
        }

        // w = τ(A·v − Σ …·v), then w −= ½ τ (wᵀv)·v.
        var products = new Products
        {
            Symmetric = SymmetricProduct<T>.Prepare(length, a + (rest * lda) + rest, lda, v, partial),
            Pairs = pairs + rest,
            Stride = stride,
            Rows = 2 * j,
            V = v,
            Dots = factors,
        };
        WorkerTeam.Run(products.Tiles, products);
        for (var k = 0; k < j; k++)
        {
            (factors[2 * k], factors[(2 * k) + 1]) = (-factors[(2 * k) + 1], -factors[2 * k]);
        }

        var strips = Math.Max(1, length / SumColumns);
        var dots = stackalloc T[strips];
        WorkerTeam.Run(strips, new Sums { Products = products, Strips = strips, Tau = tau[i], Factors = factors, ForNext = forNext, W = w, Next = next, Dots = dots });
        var dot = dots[0];
        for (var strip = 1; strip < strips; strip++)
        {
            dot += dots[strip];
        }

        VectorKernels<T>.AddScaled(T.CreateTruncating(-0.5) * tau[i] * dot, v, w, length);
        if (next != null)
        {
            VectorKernels<T>.AddScaled(-w[0], v, next, length);
            VectorKernels<T>.AddScaled(-v[0], w, next, length);
        }
    }

    /// <summary>The upper triangle of A −= Σ v·wᵀ + w·vᵀ, from row and column <paramref name="next"/> on.</summary>
    private static void Update(int n, int next, int width, T* a, nint lda, T* pairs, T* turned, nint stride)
    {
        for (var k = 0; k < width; k++)
        {
            VectorKernels<T>.Scale(T.NegativeOne, pairs + (((2 * k) + 1) * stride) + next, turned + (2 * k * stride) + next, n - next);
            VectorKernels<T>.Scale(T.NegativeOne, pairs + (2 * k * stride) + next, turned + (((2 * k) + 1) * stride) + next, n - next);
        }

        for (var row = next; row < n; row += UpdateRows)
        {
            var rows = Math.Min(UpdateRows, n - row);
            Gemm<T>.Multiply(
                rows, n - row, 2 * width, pairs + row, stride, true, turned + row, stride, false, a + (row * lda) + row, lda, accumulate: true);
        }
    }

    /// <summary>A·v in tasks, and behind them the products of the block's vectors with v.</summary>
    private struct Products : ITileBody
    {
        public SymmetricProduct<T>.Work Symmetric;
        public T* Pairs;
        public nint Stride;
        public int Rows;
        public T* V;
        public T* Dots;

        public readonly int Tiles => Symmetric.Tasks + ((Rows + RowsPerTile - 1) / RowsPerTile);

        private readonly int RowsPerTile => (long)Rows * Symmetric.N >= SharedElements ? DotRows : 2 * Block;

        public readonly void Invoke(int tile)
        {
            if (tile < Symmetric.Tasks)
            {
                Symmetric.Run(tile);
                return;
            }

            var first = (tile - Symmetric.Tasks) * RowsPerTile;
            MatrixKernels<T>.RowDots(Pairs + (first * Stride), Stride, Math.Min(RowsPerTile, Rows - first), V, Symmetric.N, Dots + first);
        }
    }

    /// <summary>Some columns of w, their part of wᵀv, and the same columns of the next row.</summary>
    private struct Sums : ITileBody
    {
        public Products Products;
        public int Strips;
        public T Tau;
        public T* Factors;
        public T* ForNext;
        public T* W;
        public T* Next;
        public T* Dots;

        public readonly void Invoke(int tile)
        {
            var first = First(tile);
            var count = First(tile + 1) - first;
            var w = W + first;
            Products.Symmetric.AddUp(first, count, w);
            MatrixKernels<T>.AddRows(Products.Pairs + first, Products.Stride, Products.Rows, Factors, w, count);
            VectorKernels<T>.Scale(Tau, w, w, count);
            Dots[tile] = VectorKernels<T>.Dot(w, Products.V + first, count);
            if (Next != null)
            {
                MatrixKernels<T>.AddRows(Products.Pairs + first, Products.Stride, Products.Rows, ForNext, Next + first, count);
            }
        }

        // Whole cache lines, as far as the columns begin on one.
        private readonly int First(int strip) => strip == Strips ? Products.Symmetric.N : (int)((long)Products.Symmetric.N * strip / Strips) / 16 * 16;
    }
}
