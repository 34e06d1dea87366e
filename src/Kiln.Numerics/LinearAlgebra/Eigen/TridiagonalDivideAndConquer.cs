using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by divide and conquer (J. Cuppen, Numer. Math. 36, 1981; M. Gu and S. Eisenstat, SIAM J.
/// Matrix Anal. Appl. 16(1), 1995): the matrix is two halves and a correction of rank one, and the eigenvectors of the whole are those
/// of the halves times a matrix that the secular equation gives.
/// </summary>
/// <remarks>
/// Nearly all work is that last product, done as a matrix product without what deflation spares. The cut into halves follows from the size alone.
/// Eigenvectors are kept as rows.
/// </remarks>
internal static unsafe class TridiagonalDivideAndConquer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Up to this size QL iteration is faster.</summary>
    public const int Leaf = 32;

    // With this many merges on a level each runs on one thread; the last few share all threads.
    private const int ManyMerges = 4;

    /// <summary>Diagonalizes T.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="d">The diagonal; on return the eigenvalues, in no order.</param>
    /// <param name="e">The n − 1 elements beside it; lost.</param>
    /// <param name="q">On return row k is the eigenvector of d[k].</param>
    /// <param name="ldq">From one row to the next.</param>
    /// <param name="order">On return d[order[0]], d[order[1]], … ascend.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Solve(int n, T* d, T* e, T* q, nint ldq, int* order, CancellationToken cancellation)
    {
        var parts = 1;
        while ((n + parts - 1) / parts > Leaf)
        {
            parts *= 2;
        }

        // The vectors' numbers are compared with the matrix's below, so these are brought to 1.
        var largest = T.Max(VectorKernels<T>.AbsMax(d, n), VectorKernels<T>.AbsMax(e, Math.Max(0, n - 1)));
        var exponent = largest == T.Zero ? 0 : T.ILogB(largest);
        MatrixScale<T>.Multiply(d, n, -exponent);
        MatrixScale<T>.Multiply(e, n - 1, -exponent);
        Diagonalize(n, d, e, q, ldq, order, parts, cancellation);
        MatrixScale<T>.Multiply(d, n, exponent);
    }

    private static void Diagonalize(int n, T* d, T* e, T* q, nint ldq, int* order, int parts, CancellationToken cancellation)
    {
        Transposition<T>.Fill(q, ldq, n, n, T.Zero);
        for (var part = 1; part < parts; part++)
        {
            // Take the correction off: T = diag(T₁, T₂) + |e|·u·uᵀ.
            var at = Bound(n, part, parts);
            d[at - 1] -= T.Abs(e[at - 1]);
            d[at] -= T.Abs(e[at - 1]);
        }

        WorkerTeam.Run(parts, new Leaves { N = n, Parts = parts, D = d, E = e, Q = q, Ldq = ldq, Order = order });
        if (parts == 1)
        {
            return;
        }

        using var room = Scratch.Rent<T>((nint)n * n);
        using var more = Scratch.Rent<T>((nint)n * n);
        for (var step = 1; step < parts; step *= 2)
        {
            var merges = new Merges
            {
                N = n,
                Parts = parts,
                Step = step,
                D = d,
                E = e,
                Q = q,
                Ldq = ldq,
                Order = order,
                Old = (T*)room.Pointer,
                Factors = (T*)more.Pointer,
                Cancellation = cancellation,
            };
            var count = parts / (2 * step);
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

    private static int Bound(int n, int part, int parts) => (int)((long)n * part / parts);

    private struct Leaves : ITileBody
    {
        public int N;
        public int Parts;
        public T* D;
        public T* E;
        public T* Q;
        public nint Ldq;
        public int* Order;

        public readonly void Invoke(int tile)
        {
            var first = Bound(N, tile, Parts);
            var size = Bound(N, tile + 1, Parts) - first;
            var q = Q + (first * Ldq) + first;
            for (var i = 0; i < size; i++)
            {
                q[(i * Ldq) + i] = T.One;
                Order[first + i] = i;
            }

            // The element beside the last of this leaf belongs to a merge: a copy keeps the iteration off it.
            var e = stackalloc T[Leaf];
            new ReadOnlySpan<T>(E + first, Math.Max(0, size - 1)).CopyTo(new Span<T>(e, Leaf));
            TridiagonalQl<T>.Solve(size, D + first, e, q, Ldq, size);
        }
    }

    private struct Merges : ITileBody
    {
        public int N;
        public int Parts;
        public int Step;
        public T* D;
        public T* E;
        public T* Q;
        public nint Ldq;
        public int* Order;
        public T* Old;
        public T* Factors;
        public CancellationToken Cancellation;

        public readonly void Invoke(int tile)
        {
            var first = Bound(N, 2 * tile * Step, Parts);
            var middle = Bound(N, ((2 * tile) + 1) * Step, Parts);
            var end = Bound(N, (2 * tile + 2) * Step, Parts);
            new RankOneMerge<T>
            {
                First = middle - first,
                Size = end - first,
                Coupling = E[middle - 1],
                D = D + first,
                Q = Q + (first * Ldq) + first,
                Ldq = Ldq,
                Order = Order + first,
                Old = Old + ((nint)first * N),
                Factors = Factors + ((nint)first * N),
            }.Run(Cancellation);
        }
    }
}
