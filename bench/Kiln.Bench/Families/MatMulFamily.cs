using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Matrix products: large squares, the shapes of Transformer and small networks, few rows, small ones.</summary>
internal static class MatMulFamily
{
    private const string Squares = "matrix product, squares 512 to 4096 and 1,024 rows and more";
    private const string Middle = "matrix product, 17 to 511 rows × 768 × 3072 and × 3072 × 768";
    private const string Few = "matrix product, 1 to 16 rows";
    private const string Small = "matrix product, squares of 16 to 128, and 64×10×128";

    public static IEnumerable<Comparison> All()
    {
        (int M, int N, int K, string Letters, string Group, double Bar)[] shapes =
        [
            (512, 512, 512, "nn", Squares, 0.97),
            (1024, 1024, 1024, "nn", Squares, 0.97),
            (4096, 768, 3072, "nn", Squares, 0.97),
            (1024, 1024, 1024, "nt", Squares, 0.97),
            (128, 3072, 768, "nn", Middle, 0.95),
            (784, 128, 64, "tn", "", 0),
            (64, 784, 128, "nt", "", 0),
            (16384, 32, 288, "nn", Squares, 0.97),
            (1, 3072, 768, "nn", Few, 1),
            (8, 3072, 768, "nn", Few, 1),
            (8, 3072, 768, "nt", Few, 1),
            (100, 100, 100, "nn", Small, 0.95),
            (64, 10, 128, "nn", Small, 0.95),
        ];
        foreach (var (m, n, k, letters, group, bar) in shapes)
        {
            yield return Single(m, n, k, letters) with { Group = group, Bar = bar };
        }

        yield return Double(1024, 1024, 1024, "nn") with { Float64 = true };
    }

    /// <summary>A float32 product; the letters say whether A and B are transposed (t) or not (n).</summary>
    private static Comparison Single(int m, int n, int k, string letters) => Comparison.Arithmetic(
        $"matmul-{m}x{n}x{k}-{letters}",
        2.0 * m * n * k,
        () =>
        {
            var (ta, tb) = (letters[0] == 't', letters[1] == 't');
            var a = Operands.Draw((long)m * k, 1);
            var b = Operands.Draw((long)k * n, 2);
            var c = new float[m * n];
            return new Trial(() => MatMul.Multiply(m, n, k, a, ta ? m : k, ta, b, tb ? k : n, tb, c, n), () => c);
        },
        Peer.OneDnn("sgemm", m, n, k, letters),
        Peer.OpenBlas("sgemm", m, n, k, letters),
        Peer.Torch("matmul", "matmul", m, n, k, letters, "float32"));

    private static Comparison Double(int m, int n, int k, string letters) => Comparison.Arithmetic(
        $"matmul-f64-{m}x{n}x{k}-{letters}",
        2.0 * m * n * k,
        () =>
        {
            var (ta, tb) = (letters[0] == 't', letters[1] == 't');
            var a = Operands.DrawDouble((long)m * k, 1);
            var b = Operands.DrawDouble((long)k * n, 2);
            var c = new double[m * n];
            return new Trial(() => MatMul.Multiply(m, n, k, a, ta ? m : k, ta, b, tb ? k : n, tb, c, n), () => c);
        },
        Peer.OpenBlas("dgemm", m, n, k, letters),
        Peer.Torch("matmul", "matmul", m, n, k, letters, "float64"));
}
