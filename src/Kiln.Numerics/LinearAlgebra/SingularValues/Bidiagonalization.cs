using System.Numerics;

namespace Kiln.Numerics;

/// <summary>A = Q·B·Pᵀ with B upper bidiagonal, by Householder reflectors in blocks, for m ≥ n.</summary>
/// <remarks>
/// As in LAPACK's gebrd the reflectors of a block are applied to the rest of the matrix together, as one product, but both products of a step with
/// the matrix are taken in one pass over it (<see cref="BidiagonalProducts{T}"/>): the right reflector is v = (r − β e₁)/(r₁ − β), so that
/// A·v follows from A·r, which does not wait for it.
/// </remarks>
internal static unsafe class Bidiagonalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 32;

    /// <summary>Reduces A.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns, at most m.</param>
    /// <param name="a">A; on return row i holds right reflector i from column i + 1 on, its first element 1 written out.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="left">On return n rows of m: row i holds left reflector i from column i on, zeros before.</param>
    /// <param name="ldl">From one of them to the next.</param>
    /// <param name="d">On return B's diagonal.</param>
    /// <param name="e">On return the n − 1 elements above it.</param>
    /// <param name="tauLeft">On return the left reflectors' factors, n.</param>
    /// <param name="tauRight">On return the right reflectors' factors, n − 1.</param>
    public static void Reduce(int m, int n, T* a, nint lda, T* left, nint ldl, T* d, T* e, T* tauLeft, T* tauRight)
    {
        var ldp = QrCore<T>.Padded(m);
        var ldq = QrCore<T>.Padded(n);
        using var room = Scratch.Rent<T>(
            (2 * Block * ldp) + (4 * Block * ldq) + ((Block + 1) * ldp) + (2 * ldq) + BidiagonalProducts<T>.RoomFor(m, n));
        var work = new Work
        {
            M = m,
            N = n,
            A = a,
            Lda = lda,
            Left = left,
            Ldl = ldl,
            D = d,
            E = e,
            TauLeft = tauLeft,
            TauRight = tauRight,
            Ldp = ldp,
            Ldq = ldq,
            P = (T*)room.Pointer,
        };
        work.Q = work.P + (2 * Block * ldp);
        var negative = work.Q + (2 * Block * ldq);
        work.Turned = negative + (2 * Block * ldq);
        work.R = work.Turned + ((Block + 1) * ldp);
        work.G = work.R + (2 * ldq);
        for (var first = 0; first < n; first += Block)
        {
            var width = Math.Min(Block, n - first);
            Transposition<T>.Turn(a + (first * lda) + first, lda, m - first, Math.Min(width + 1, n - first), work.Turned, ldp);
            for (var j = 0; j < width; j++)
            {
                work.Step(first, j);
            }

            var next = first + width;
            if (next >= n)
            {
                break;
            }

            for (var k = 0; k < 2 * width; k++)
            {
                VectorKernels<T>.Scale(T.NegativeOne, work.Q + (k * ldq) + next, negative + (k * ldq) + next, n - next);
            }

            Gemm<T>.Multiply(
                m - next, n - next, 2 * width, work.P + next, ldp, true, negative + next, ldq, false, a + (next * lda) + next, lda, accumulate: true);
        }
    }

    private struct Work
    {
        public int M;
        public int N;
        public T* A;
        public nint Lda;
        public T* Left;
        public nint Ldl;
        public T* D;
        public T* E;
        public T* TauLeft;
        public T* TauRight;

        /// <summary>Pairs u₀ x₀ u₁ x₁ … as rows: with Q the matrix is A − Pᵀ·Q at any step of the block.</summary>
        public T* P;
        public nint Ldp;

        /// <summary>Pairs y₀ v₀ y₁ v₁ … as rows.</summary>
        public T* Q;
        public nint Ldq;

        /// <summary>The block's columns of A, and one more, as rows.</summary>
        public T* Turned;
        public T* R;
        public T* G;

        public readonly void Step(int first, int j)
        {
            var i = first + j;
            var before = 2 * j;
            var factors = stackalloc T[2 * Block];
            var rows = M - i;
            var u = P + (before * Ldp);
            var x = u + Ldp;
            var y = Q + (before * Ldq);
            var v = y + Ldq;

            // Column i as it is now, and its reflector.
            var column = Turned + (j * Ldp) + j;
            for (var k = 0; k < before; k++)
            {
                factors[k] = -Q[(k * Ldq) + i];
            }

            MatrixKernels<T>.AddRows(P + i, Ldp, before, factors, column, rows);
            TauLeft[i] = Householder<T>.Make(column, rows, out var beta);
            D[i] = beta;
            new Span<T>(u, i).Clear();
            new ReadOnlySpan<T>(column, rows).CopyTo(new Span<T>(u + i, rows));
            new ReadOnlySpan<T>(u, M).CopyTo(new Span<T>(Left + (i * Ldl), M));
            new Span<T>(x, M).Clear();
            new Span<T>(y, N).Clear();
            new Span<T>(v, N).Clear();
            var rest = i + 1;
            if (rest == N)
            {
                return;
            }

            // y₀ is what row i and the block's earlier steps contribute to Aᵀu; the product brings the rows below. u[i] is 1.
            var columns = N - rest;
            var row = A + (i * Lda) + rest;
            for (var k = 0; k < before; k++)
            {
                factors[k] = -P[(k * Ldp) + i];
            }

            MatrixKernels<T>.AddRows(Q + rest, Ldq, before, factors, row, columns);
            MatrixKernels<T>.RowDots(P + rest, Ldp, before, u + rest, rows - 1, factors);
            Negate(factors, before);
            new ReadOnlySpan<T>(row, columns).CopyTo(new Span<T>(y + rest, columns));
            MatrixKernels<T>.AddRows(Q + rest, Ldq, before, factors, y + rest, columns);
            new ReadOnlySpan<T>(row, columns).CopyTo(new Span<T>(R, columns));
            new BidiagonalProducts<T>
            {
                Rows = rows - 1,
                Columns = columns,
                A = A + (rest * Lda) + rest,
                Lda = Lda,
                U = u + rest,
                Tau = TauLeft[i],
                Y = y + rest,
                R = R,
                G = G,
            }.Run();
            Right(i, j, rest, columns, x, v, factors, before);
        }

        private readonly void Right(int i, int j, int rest, int columns, T* x, T* v, T* factors, int before)
        {
            // r is row i after the left reflector; v its own reflector, kept in A's row.
            var first = R[0];
            var row = A + (i * Lda) + rest;
            new ReadOnlySpan<T>(R, columns).CopyTo(new Span<T>(row, columns));
            TauRight[i] = Householder<T>.Make(row, columns, out var beta);
            E[i] = beta;
            if (T.Abs(beta) < Precision<T>.SafeMinimum / Precision<T>.Epsilon)
            {
                // Nothing beside the rest of the matrix, and too small to divide by.
                new Span<T>(row, columns).Clear();
                row[0] = T.One;
                TauRight[i] = T.Zero;
                E[i] = T.Zero;
            }

            new ReadOnlySpan<T>(row, columns).CopyTo(new Span<T>(v + rest, columns));
            if (TauRight[i] == T.Zero)
            {
                return;
            }

            // A·v = (A·r − β·A e₁)/(r₁ − β), then what the block's earlier steps and this step's left reflector have taken off A.
            var rows = M - rest;
            var scale = T.One / (first - beta);
            new ReadOnlySpan<T>(G, rows).CopyTo(new Span<T>(x + rest, rows));
            VectorKernels<T>.AddScaled(-beta, Turned + ((j + 1) * Ldp) + j + 1, x + rest, rows);
            VectorKernels<T>.Scale(scale, x + rest, x + rest, rows);
            MatrixKernels<T>.RowDots(Q + rest, Ldq, before + 1, v + rest, columns, factors);
            Negate(factors, before + 1);
            MatrixKernels<T>.AddRows(P + rest, Ldp, before + 1, factors, x + rest, rows);
            VectorKernels<T>.Scale(TauRight[i], x + rest, x + rest, rows);
        }

        private static void Negate(T* x, int n)
        {
            for (var k = 0; k < n; k++)
            {
                x[k] = -x[k];
            }
        }
    }
}
