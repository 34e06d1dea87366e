using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Matrix products: large squares, the shapes of Transformer and small networks, few rows, small ones.</summary>
internal static class MatMulComparisons
{
    public static IEnumerable<Comparison> All()
    {
        (int M, int N, int K, bool TransposeA, bool TransposeB)[] shapes =
        [
            (512, 512, 512, false, false),
            (1024, 1024, 1024, false, false),
            (4096, 768, 3072, false, false),
            (1024, 1024, 1024, false, true),
            (784, 128, 64, true, false),
            (64, 784, 128, false, true),
            (16384, 32, 288, false, false),
            (1, 3072, 768, false, false),
            (8, 3072, 768, false, false),
            (8, 3072, 768, false, true),
            (100, 100, 100, false, false),
            (64, 10, 128, false, false),
        ];
        foreach (var (m, n, k, transposeA, transposeB) in shapes)
        {
            var letters = $"{(transposeA ? 't' : 'n')}{(transposeB ? 't' : 'n')}";
            yield return new Comparison(
                string.Create(CultureInfo.InvariantCulture, $"matmul-{m}x{n}x{k}-{letters}"),
                "GFLOP/s",
                2e-9 * m * n * k,
                () =>
                {
                    var a = Operands.Draw((long)m * k);
                    var b = Operands.Draw((long)k * n);
                    var c = new float[m * n];
                    return () => MatMul.Multiply(m, n, k, a, transposeA ? m : k, transposeA, b, transposeB ? k : n, transposeB, c, n);
                },
                ["matmul", Text(m), Text(n), Text(k), letters]);
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
