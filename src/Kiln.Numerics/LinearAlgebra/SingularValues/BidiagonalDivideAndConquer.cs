using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Singular values and vectors of an upper bidiagonal matrix by divide and conquer (M. Gu and S. Eisenstat, "A divide-and-conquer algorithm for the
/// bidiagonal SVD", SIAM J. Matrix Anal. Appl. 16(1), 1995): without one row the matrix falls into two, and the row is brought
/// back by a secular equation.
/// </summary>
/// <remarks>
/// A block of k rows has k columns, or k + 1 when another one follows, and then a null vector as well. Vectors are kept as rows. The cut follows from the
/// size alone.
/// </remarks>
internal static unsafe class BidiagonalDivideAndConquer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Up to this size QR iteration is faster.</summary>
    public const int Leaf = 32;

    private const int ManyMerges = 4;

    /// <summary>Diagonalizes B = U·Σ·Vᵀ.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="d">The diagonal; on return the singular values, in no order.</param>
    /// <param name="e">Room for n elements, of which the first n − 1 stand above the diagonal; lost.</param>
    /// <param name="u">On return row k is the left vector of d[k].</param>
    /// <param name="ldu">From one row to the next.</param>
    /// <param name="v">On return row k is the right vector of d[k].</param>
    /// <param name="ldv">From one row to the next.</param>
    /// <param name="order">On return d[order[0]], d[order[1]], … ascend.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Solve(int n, T* d, T* e, T* u, nint ldu, T* v, nint ldv, int* order, CancellationToken cancellation)
    {
        // The vectors' numbers are compared with the matrix's below, so these are brought to 1.
        e[n - 1] = T.Zero;
        var largest = T.Max(VectorKernels<T>.AbsMax(d, n), VectorKernels<T>.AbsMax(e, n));
        Transposition<T>.Fill(u, ldu, n, n, T.Zero);
        Transposition<T>.Fill(v, ldv, n, n, T.Zero);
        if (largest == T.Zero)
        {
            for (var i = 0; i < n; i++)
            {
                u[(i * ldu) + i] = T.One;
                v[(i * ldv) + i] = T.One;
                order[i] = i;
            }

            return;
        }

        var exponent = T.ILogB(largest);
        MatrixScale<T>.Multiply(d, n, -exponent);
        MatrixScale<T>.Multiply(e, n, -exponent);
        var parts = 1;
        while ((n + parts - 1) / parts > Leaf)
        {
            parts *= 2;
        }

        var tree = new Tree { N = n, Parts = parts, D = d, E = e, U = u, Ldu = ldu, V = v, Ldv = ldv, Order = order };
        WorkerTeam.Run(parts, new Leaves { Tree = tree });
        if (parts > 1)
        {
            Merge(tree, cancellation);
        }

        MatrixScale<T>.Multiply(d, n, exponent);
    }

    private static void Merge(Tree tree, CancellationToken cancellation)
    {
        var n = tree.N;
        using var first = Scratch.Rent<T>((nint)n * n);
        using var second = Scratch.Rent<T>((nint)n * n);
        using var third = Scratch.Rent<T>((nint)n * n);
        for (var step = 1; step < tree.Parts; step *= 2)
        {
            var merges = new Merges
            {
                Tree = tree,
                Step = step,
                Old = (T*)first.Pointer,
                Right = (T*)second.Pointer,
                Left = (T*)third.Pointer,
                Cancellation = cancellation,
            };
            var count = tree.Parts / (2 * step);
            if (count >= ManyMerges)
            {
                WorkerTeam.Run(count, merges, cancellation);
                continue;
            }

            for (var merge = 0; merge < count; merge++)
            {
                merges.Invoke(merge);
            }
        }
    }

    /// <summary>The cut: part k has the rows from its bound up to the next bound, whose last row, but for the last part's, couples it to the next part.</summary>
    private struct Tree
    {
        public int N;
        public int Parts;
        public T* D;
        public T* E;
        public T* U;
        public nint Ldu;
        public T* V;
        public nint Ldv;
        public int* Order;

        public readonly int Bound(int part) => (int)((long)N * part / Parts);
    }

    private struct Leaves : ITileBody
    {
        public Tree Tree;

        public readonly void Invoke(int tile)
        {
            var first = Tree.Bound(tile);
            var isLast = tile == Tree.Parts - 1;

            // All but the last part leave out their last row, and so have a column more than rows.
            var rows = Tree.Bound(tile + 1) - first - (isLast ? 0 : 1);
            var extra = isLast ? 0 : 1;
            var u = Tree.U + (first * Tree.Ldu) + first;
            var v = Tree.V + (first * Tree.Ldv) + first;
            for (var i = 0; i < rows + extra; i++)
            {
                v[(i * Tree.Ldv) + i] = T.One;
                Tree.Order[first + i] = rows - 1 - i;
                if (i < rows)
                {
                    u[(i * Tree.Ldu) + i] = T.One;
                }
            }

            var e = stackalloc T[Leaf];
            new ReadOnlySpan<T>(Tree.E + first, rows).CopyTo(new Span<T>(e, Leaf));
            if (extra == 1)
            {
                DropColumn(rows, Tree.D + first, e, v, Tree.Ldv);
            }

            if (rows > 0)
            {
                BidiagonalQr<T>.Solve(rows, Tree.D + first, e, u, Tree.Ldu, rows, v, Tree.Ldv, rows + extra);
            }
        }

        /// <summary>Rotations of the columns k and rows, upwards, empty the last column.</summary>
        private static void DropColumn(int rows, T* d, T* e, T* v, nint ldv)
        {
            var stray = rows > 0 ? e[rows - 1] : T.Zero;
            for (var k = rows - 1; k >= 0 && stray != T.Zero; k--)
            {
                d[k] = BidiagonalQr<T>.Rotation(d[k], stray, out var c, out var s);
                VectorKernels<T>.Rotate(v + (k * ldv), v + (rows * ldv), rows + 1, c, s);
                if (k > 0)
                {
                    stray = -s * e[k - 1];
                    e[k - 1] *= c;
                }
            }
        }
    }

    private struct Merges : ITileBody
    {
        public Tree Tree;
        public int Step;
        public T* Old;
        public T* Right;
        public T* Left;
        public CancellationToken Cancellation;

        public readonly void Invoke(int tile)
        {
            var first = Tree.Bound(2 * tile * Step);
            var middle = Tree.Bound(((2 * tile) + 1) * Step) - 1;
            var isLast = (2 * tile) + 2 == Tree.Parts / Step;
            var end = Tree.Bound(((2 * tile) + 2) * Step) - (isLast ? 0 : 1);
            new BidiagonalMerge<T>
            {
                First = middle - first,
                Second = end - middle - 1,
                Extra = isLast ? 0 : 1,
                Alpha = Tree.D[middle],
                Beta = Tree.E[middle],
                D = Tree.D + first,
                U = Tree.U + (first * Tree.Ldu) + first,
                Ldu = Tree.Ldu,
                V = Tree.V + (first * Tree.Ldv) + first,
                Ldv = Tree.Ldv,
                Order = Tree.Order + first,
                Old = Old + ((nint)first * Tree.N),
                Right = Right + ((nint)first * Tree.N),
                Left = Left + ((nint)first * Tree.N),
            }.Run(Cancellation);
        }
    }
}
