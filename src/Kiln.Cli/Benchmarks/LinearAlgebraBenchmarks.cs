using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Decompositions in float64. Their work is the usual count: reduction, iteration and vectors.</summary>
internal static class LinearAlgebraBenchmarks
{
    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        yield return Create("cholesky", 1024, 1 / 3.0, 1, n =>
        {
            var (a, factor) = (Symmetric(n), new double[n * n]);
            return () =>
            {
                a.CopyTo(factor, 0);
                Cholesky.Factor<double>(n, factor, n);
            };
        });
        yield return Create("lu", 1024, 2 / 3.0, 1, n =>
        {
            var (a, factors, pivots) = (Operands.Double((long)n * n), new double[n * n], new int[n]);
            return () =>
            {
                a.CopyTo(factors, 0);
                Lu.Factor<double>(n, factors, n, pivots);
            };
        });
        yield return Create("qr", 1024, 8 / 3.0, 2, n =>
        {
            var (a, q, r) = (Operands.Double((long)n * n), new double[n * n], new double[n * n]);
            return () => Qr.Decompose<double>(n, n, a, n, q, n, n, r, n);
        });
        yield return Create("symmetric-eigen", 512, 14 / 3.0, 1, n =>
        {
            var (a, values, vectors) = (Symmetric(n), new double[n], new double[n * n]);
            return () => SymmetricEigen.Decompose<double>(n, a, n, values, vectors, n);
        });
        yield return Create("svd", 512, 28 / 3.0, 2, n =>
        {
            var (a, values, u, vt) = (Operands.Double((long)n * n), new double[n], new double[n * n], new double[n * n]);
            return () => Svd.Decompose<double>(n, n, a, n, values, u, n, vt, n);
        });
    }

    private static KernelBenchmark Create(string name, int n, double operations, int results, Func<int, Action> prepare) =>
        new(name, $"{n} × {n}", operations * n * n * n, 8.0 * n * n, 8.0 * results * n * n, () => prepare(n)) { IsDouble = true };

    /// <summary>A + Aᵀ with 2 n added on the diagonal: positive definite.</summary>
    private static double[] Symmetric(int n)
    {
        var a = Operands.Double((long)n * n);
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
