using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Decompositions and solvers in float64, against LAPACK over OpenBLAS as SciPy calls it.</summary>
/// <remarks>
/// The work is the usual count of the reduction's operations; vectors add to it on both sides, so that a rate says little and the ratio all. SciPy's times
/// contain its copies into column order and its check for NaN; Kiln's contain a copy and the check as well.
/// </remarks>
internal static class LinearAlgebraFamily
{
    private const string Group = "SVD, symmetric eigen, QR, Cholesky, least squares at 500 and 2,000";

    public static IEnumerable<Comparison> All()
    {
        foreach (var n in new[] { 500, 2000 })
        {
            yield return Cholesky(n) with { Group = Group, Bar = 0.8, Float64 = true };
            yield return Qr(n) with { Group = Group, Bar = 0.8, Float64 = true };
            yield return Eigen(n) with { Group = Group, Bar = 0.8, Float64 = true };
            yield return Svd(n) with { Group = Group, Bar = 0.8, Float64 = true };
            yield return LeastSquaresOf(2 * n, n) with { Group = Group, Bar = 0.8, Float64 = true };
            yield return Lu(n) with { Float64 = true };
            yield return PivotedQr(n) with { Float64 = true };
        }
    }

    /// <summary>n³ / 3 operations; the matrix is symmetric and diagonally dominant.</summary>
    private static Comparison Cholesky(int n) => Comparison.Arithmetic(
        $"linalg-cholesky-{n}",
        (double)n * n * n / 3,
        () =>
        {
            var (a, factor) = (Dominant(n), new double[n * n]);
            return new Trial(
                () =>
                {
                    a.CopyTo(factor, 0);
                    Numerics.Cholesky.Factor<double>(n, factor, n);
                });
        },
        Peer.SciPy("linalg", "cholesky", n));

    /// <summary>Values and both kinds of vectors: 8 n³ / 3 operations to a bidiagonal matrix, about as many to merge, 4 n³ back.</summary>
    private static Comparison Svd(int n) => Comparison.Arithmetic(
        $"linalg-svd-{n}",
        28.0 / 3 * n * n * n,
        () =>
        {
            var (a, values, u, vt) = (Operands.DrawDouble((long)n * n), new double[n], new double[n * n], new double[n * n]);
            return new Trial(() => Numerics.Svd.Decompose<double>(n, n, a, n, values, u, n, vt, n), () => values);
        },
        Peer.SciPy("linalg", "svd", n));

    /// <summary>One right side; 2 n² (m − n / 3) operations. SciPy's default finds the rank by singular values, gelsy by pivoting; Kiln by a condition estimate.</summary>
    private static Comparison LeastSquaresOf(int m, int n) => Comparison.Arithmetic(
        $"linalg-least-squares-{m}x{n}",
        2.0 * n * n * (m - (n / 3.0)),
        () =>
        {
            var (a, b, x) = (Operands.DrawDouble((long)m * n), Operands.DrawDouble(m, 2), new double[n]);
            return new Trial(() => LeastSquares.Solve<double>(m, n, 1, a, n, b, 1, x, 1), () => x);
        },
        Peer.SciPy("linalg", "least_squares", m, n, "gelsd"),
        Peer.SciPy("linalg", "least_squares", m, n, "gelsy"));

    /// <summary>2 n³ / 3 operations.</summary>
    private static Comparison Lu(int n) => Comparison.Arithmetic(
        $"linalg-lu-{n}",
        2.0 / 3 * n * n * n,
        () =>
        {
            var (a, factors, pivots) = (Operands.DrawDouble((long)n * n), new double[n * n], new int[n]);
            return new Trial(
                () =>
                {
                    a.CopyTo(factors, 0);
                    Numerics.Lu.Factor<double>(n, factors, n, pivots);
                },
                () => factors);
        },
        Peer.SciPy("linalg", "lu", n));

    /// <summary>Q and R; 4 n³ / 3 operations for R and as many for Q.</summary>
    private static Comparison Qr(int n) => Comparison.Arithmetic(
        $"linalg-qr-{n}",
        8.0 / 3 * n * n * n,
        () =>
        {
            var (a, q, r) = (Operands.DrawDouble((long)n * n), new double[n * n], new double[n * n]);
            return new Trial(() => Numerics.Qr.Decompose<double>(n, n, a, n, q, n, n, r, n));
        },
        Peer.SciPy("linalg", "qr", n));

    /// <summary>Q, R and the order of the columns; the same count as for QR.</summary>
    private static Comparison PivotedQr(int n) => Comparison.Arithmetic(
        $"linalg-pivoted-qr-{n}",
        8.0 / 3 * n * n * n,
        () =>
        {
            var (a, q, r, pivots) = (Operands.DrawDouble((long)n * n), new double[n * n], new double[n * n], new int[n]);
            return new Trial(
                () => Numerics.PivotedQr.Decompose<double>(n, n, a, n, q, n, n, r, n, pivots), () => Array.ConvertAll(pivots, pivot => (double)pivot));
        },
        Peer.SciPy("linalg", "pivoted_qr", n));

    /// <summary>Values and vectors: 4 n³ / 3 operations to a tridiagonal matrix, up to 4 n³ / 3 to merge, 2 n³ back.</summary>
    private static Comparison Eigen(int n) => Comparison.Arithmetic(
        $"linalg-eigen-{n}",
        14.0 / 3 * n * n * n,
        () =>
        {
            var (a, values, vectors) = (Dominant(n), new double[n], new double[n * n]);
            return new Trial(() => SymmetricEigen.Decompose<double>(n, a, n, values, vectors, n), () => values);
        },
        Peer.SciPy("linalg", "eigen", n));

    /// <summary>A + Aᵀ, with 2 n added on the diagonal.</summary>
    private static double[] Dominant(int n)
    {
        var a = Operands.DrawDouble((long)n * n);
        var symmetric = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                symmetric[(i * n) + j] = a[(i * n) + j] + a[(j * n) + i] + (i == j ? 2 * n : 0);
            }
        }

        return symmetric;
    }
}
