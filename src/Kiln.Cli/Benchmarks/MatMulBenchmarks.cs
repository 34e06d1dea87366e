using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Matrix products: squares, a Transformer's, few rows, one row.</summary>
internal static class MatMulBenchmarks
{
    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        yield return Single("matmul-64", 64, 64, 64);
        yield return Single("matmul-256", 256, 256, 256);
        yield return Single("matmul-1024", 1024, 1024, 1024);
        yield return Single("matmul-2048", 2048, 2048, 2048);
        yield return Single("matmul-dense", 128, 3072, 768);
        yield return Single("matmul-16-rows", 16, 3072, 768);
        yield return Single("matmul-4-rows", 4, 3072, 768);
        yield return Single("matmul-row", 1, 16384, 4096);
        yield return Double("matmul-double-1024", 1024, 1024, 1024);
    }

    private static KernelBenchmark Single(string name, int m, int n, int k) => new(
        name,
        $"{m} × {k} × {n}",
        2.0 * m * n * k,
        4.0 * (((double)m * k) + ((double)k * n)),
        4.0 * m * n,
        () =>
        {
            var (a, b, c) = (Operands.Single((long)m * k), Operands.Single((long)k * n), new float[(long)m * n]);
            return () => MatMul.Multiply(m, n, k, a, k, false, b, n, false, c, n);
        });

    private static KernelBenchmark Double(string name, int m, int n, int k) => new(
        name,
        $"{m} × {k} × {n}",
        2.0 * m * n * k,
        8.0 * (((double)m * k) + ((double)k * n)),
        8.0 * m * n,
        () =>
        {
            var (a, b, c) = (Operands.Double((long)m * k), Operands.Double((long)k * n), new double[(long)m * n]);
            return () => MatMul.Multiply(m, n, k, a, k, false, b, n, false, c, n);
        })
    {
        IsDouble = true,
    };
}
