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
    /// <param name="cancellation">Stops it.</param>
    public static void Reduce(int m, int n, T* a, nint lda, T* left, nint ldl, T* d, T* e, T* tauLeft, T* tauRight, CancellationToken cancellation)
    {
        var ldp = QrCore<T>.Padded(m);
        var strips = (n + BidiagonalProducts<T>.Width - 1) / BidiagonalProducts<T>.Width;
        var padded = strips * BidiagonalProducts<T>.Width;
        var ldq = QrCore<T>.Padded(padded);
        using var matrix = Scratch.Rent<T>((nint)padded * (m + 1));
        using var room = Scratch.Rent<T>(
            (2 * Block * (ldp + m)) + (4 * Block * ldq) + ((Block + 1) * ldp) + (4 * ldq) + BidiagonalProducts<T>.RoomFor(m, strips));
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
            Strips = strips,
            StripStride = (nint)(m + 1) * BidiagonalProducts<T>.Width,
            Matrix = (T*)matrix.Pointer,
            Ldp = ldp,
            Ldq = ldq,
            P = (T*)room.Pointer,
        };
        work.Rows = work.P + (2 * Block * ldp);
        work.Q = work.Rows + (2 * Block * (nint)m);
        work.Negative = work.Q + (2 * Block * ldq);
        work.Turned = work.Negative + (2 * Block * ldq);
        work.R = work.Turned + ((Block + 1) * ldp);
        work.Y = work.R + (2 * ldq);
        work.G = work.Y + (2 * ldq);
        work.IntoStrips();
        for (var first = 0; first < n; first += Block)
        {
            var width = Math.Min(Block, n - first);
            work.TakeColumns(first, Math.Min(width + 1, n - first));
            for (var j = 0; j < width; j++)
            {
                cancellation.ThrowIfCancellationRequested();
                work.Step(first, j);
            }

            if (first + width < n)
            {
                work.Update(first + width, width);
            }
        }
    }

    private struct Work : ITileBody
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

        /// <summary>P turned, for the update.</summary>
        public T* Rows;

        /// <summary>−Q, for the update.</summary>
        public T* Negative;

        /// <summary>The matrix in strips of columns.</summary>
        public T* Matrix;
        public nint StripStride;
        public int Strips;

        /// <summary>The block's columns of A, and one more, as rows.</summary>
        public T* Turned;
        public T* R;
        public T* Y;
        public T* G;

        /// <summary>Of an update: the first row and column, the first strip, and the reflectors' number.</summary>
        private int _next;
        private int _firstStrip;
        private int _width;

        private static int Width => BidiagonalProducts<T>.Width;

        public readonly void IntoStrips()
        {
            for (var strip = 0; strip < Strips; strip++)
            {
                var columns = Math.Min(Width, N - (strip * Width));
                var target = Matrix + (strip * StripStride);
                Transposition<T>.Copy(A + (strip * Width), Lda, M, columns, target, Width);
                Transposition<T>.Fill(target + columns, Width, M, Width - columns, T.Zero);
            }
        }

        /// <summary>The columns of the block, and the one after, as rows, from row <paramref name="first"/> on.</summary>
        public readonly void TakeColumns(int first, int count)
        {
            for (var k = 0; k < count;)
            {
                var (strip, column) = Math.DivRem(first + k, Width);
                var some = Math.Min(count - k, Width - column);
                var source = Matrix + (strip * StripStride) + ((nint)first * Width) + column;
                Transposition<T>.Turn(source, Width, M - first, some, Turned + (k * Ldp), Ldp);
                k += some;
            }
        }

        /// <summary>A −= Pᵀ·Q from row and column <paramref name="next"/> on, strip by strip.</summary>
        public void Update(int next, int width)
        {
            _next = next;
            _width = width;
            _firstStrip = next / Width;
            Transposition<T>.Turn(P + next, Ldp, 2 * width, M - next, Rows, 2 * width);
            for (var k = 0; k < 2 * width; k++)
            {
                VectorKernels<T>.Scale(T.NegativeOne, Q + (k * Ldq), Negative + (k * Ldq), Strips * Width);
            }

            WorkerTeam.Run(Strips - _firstStrip, this);
        }

        /// <inheritdoc/>
        public readonly void Invoke(int tile)
        {
            // Columns of the first strip that are done are changed too, and never read again.
            var strip = _firstStrip + tile;
            var target = Matrix + (strip * StripStride) + ((nint)_next * Width);
            Gemm<T>.Multiply(
                M - _next, Width, 2 * _width, Rows, 2 * _width, false, Negative + (strip * Width), Ldq, false, target, Width, accumulate: true);
        }

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
            new Span<T>(y, (int)Ldq).Clear();
            new Span<T>(v, (int)Ldq).Clear();
            var rest = i + 1;
            if (rest == N)
            {
                return;
            }

            // y₀ is what row i and the block's earlier steps contribute to Aᵀu; the product brings the rows below. u[i] is 1.
            var columns = N - rest;
            var row = A + (i * Lda) + rest;
            TakeRow(i, rest, row);
            for (var k = 0; k < before; k++)
            {
                factors[k] = -P[(k * Ldp) + i];
            }

            MatrixKernels<T>.AddRows(Q + rest, Ldq, before, factors, row, columns);
            MatrixKernels<T>.RowDots(P + rest, Ldp, before, u + rest, rows - 1, factors);
            Negate(factors, before);
            new ReadOnlySpan<T>(row, columns).CopyTo(new Span<T>(y + rest, columns));
            MatrixKernels<T>.AddRows(Q + rest, Ldq, before, factors, y + rest, columns);
            Products(i, rest, rows - 1, columns, u + rest, row, y + rest);
            Right(i, j, rest, columns, x, v, factors, before);
        }

        private readonly void TakeRow(int i, int rest, T* row)
        {
            for (var column = rest; column < N;)
            {
                var (strip, within) = Math.DivRem(column, Width);
                var some = Math.Min(N - column, Width - within);
                new ReadOnlySpan<T>(Matrix + (strip * StripStride) + ((nint)i * Width) + within, some).CopyTo(new Span<T>(row, some));
                row += some;
                column += some;
            }
        }

        private readonly void Products(int i, int rest, int rows, int columns, T* u, T* row, T* y)
        {
            // Whole strips: what stands before and after the columns in question is zero in y₀ and r.
            var (strip, skip) = Math.DivRem(rest, Width);
            var all = (Strips - strip) * Width;
            new Span<T>(Y, all).Clear();
            new Span<T>(R, all).Clear();
            new ReadOnlySpan<T>(y, columns).CopyTo(new Span<T>(Y + skip, columns));
            new ReadOnlySpan<T>(row, columns).CopyTo(new Span<T>(R + skip, columns));
            new BidiagonalProducts<T>
            {
                Rows = rows,
                Strips = Strips - strip,
                Skip = skip,
                A = Matrix + (strip * StripStride) + ((nint)rest * Width),
                StripStride = StripStride,
                U = u,
                Tau = TauLeft[i],
                Y = Y,
                R = R,
                G = G,
            }.Run();
            new ReadOnlySpan<T>(Y + skip, columns).CopyTo(new Span<T>(y, columns));
        }

        private readonly void Right(int i, int j, int rest, int columns, T* x, T* v, T* factors, int before)
        {
            // r is row i after the left reflector; v its own reflector, kept in A's row.
            var r = R + (rest % Width);
            var first = r[0];
            var row = A + (i * Lda) + rest;
            new ReadOnlySpan<T>(r, columns).CopyTo(new Span<T>(row, columns));
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
