using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The two ways to a least squares solution.</summary>
internal static unsafe class LeastSquaresCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The estimate may be too small by a factor of a few, and norms differ by the square root of n: only a clear case skips the singular values.
    private const double Margin = 100;

    /// <summary>Solves; m and n are positive.</summary>
    public static int Solve(
        int m, int n, int rightSides, T* a, nint lda, T* b, nint ldb, T* x, nint ldx, double tolerance, CancellationToken cancellation)
    {
        var isWide = m < n;
        var (rows, columns) = isWide ? (n, m) : (m, n);
        var stride = QrCore<T>.Padded(columns);
        var block = QrCore<T>.BlockSize(columns);
        using var work = Scratch.Rent<T>(rows * stride);
        using var factors = Scratch.Rent<T>(QrCore<T>.FactorSize(columns, block));
        using var right = Scratch.Rent<T>((nint)rows * rightSides);
        var q = (T*)work.Pointer;
        var t = (T*)factors.Pointer;
        var c = (T*)right.Pointer;
        if (isWide)
        {
            Transposition<T>.Turn(a, lda, m, n, q, stride);
        }
        else
        {
            Transposition<T>.Copy(a, lda, m, n, q, stride);
        }

        QrCore<T>.Factor(rows, columns, q, stride, block, t, cancellation);
        var r = new Triangle<T>((nint)q, stride, 1, Lower: false, Unit: false);
        if (TriangularCondition<T>.Reciprocal(columns, q, stride) <= Margin * columns * tolerance)
        {
            return BySingularValues(m, n, rightSides, a, lda, b, ldb, x, ldx, tolerance, cancellation);
        }

        if (isWide)
        {
            // A = Rᵀ·Qᵀ: x = Q·R⁻ᵀ·b has no part outside A's rows.
            Transposition<T>.Fill(x, ldx, n, rightSides, T.Zero);
            Transposition<T>.Copy(b, ldb, m, rightSides, x, ldx);
            TriangularSolver<T>.Left(r.Transposed, m, x, ldx, rightSides);
            QrCore<T>.Apply(n, m, q, stride, block, t, false, x, ldx, rightSides, cancellation);
        }
        else
        {
            Transposition<T>.Copy(b, ldb, m, rightSides, c, rightSides);
            QrCore<T>.Apply(m, n, q, stride, block, t, true, c, rightSides, rightSides, cancellation);
            TriangularSolver<T>.Left(r, n, c, rightSides, rightSides);
            Transposition<T>.Copy(c, rightSides, n, rightSides, x, ldx);
        }

        return columns;
    }

    /// <summary>x = V·Σ⁺·Uᵀ·b.</summary>
    private static int BySingularValues(
        int m, int n, int rightSides, T* a, nint lda, T* b, nint ldb, T* x, nint ldx, double tolerance, CancellationToken cancellation)
    {
        var k = Math.Min(m, n);
        using var left = Scratch.Rent<T>((nint)m * k);
        using var right = Scratch.Rent<T>((nint)k * n);
        using var room = Scratch.Rent<T>(k + ((nint)k * rightSides));
        var u = (T*)left.Pointer;
        var vt = (T*)right.Pointer;
        var values = (T*)room.Pointer;
        var c = values + k;
        SvdCore<T>.Decompose(m, n, a, lda, values, u, k, k, vt, n, k, cancellation);
        var rank = 0;
        while (rank < k && values[rank] > T.Zero && double.CreateTruncating(values[rank]) > tolerance * double.CreateTruncating(values[0]))
        {
            rank++;
        }

        Gemm<T>.Multiply(rank, rightSides, m, u, k, true, b, ldb, false, c, rightSides, accumulate: false);
        for (var i = 0; i < rank; i++)
        {
            for (var j = 0; j < rightSides; j++)
            {
                c[((nint)i * rightSides) + j] /= values[i];
            }
        }

        if (rank == 0)
        {
            Transposition<T>.Fill(x, ldx, n, rightSides, T.Zero);
            return 0;
        }

        Gemm<T>.Multiply(n, rightSides, rank, vt, n, true, c, rightSides, false, x, ldx, accumulate: false);
        return rank;
    }
}
