using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Matrix products: large squares, the shapes of Transformer and small networks, few rows, small ones.</summary>
internal static class MatMulFamily
{
    private const string Squares = "matrix product, squares 512 to 4096 and 1,024 rows and more";
    private const string SquaresDouble = "matrix product in float64, squares 512 to 2048";
    private const string Middle = "matrix product, 17 to 511 rows × 768 × 3072 and × 3072 × 768";
    private const string Few = "matrix product, 1 to 16 rows";
    private const string PackedFew = "matrix product, 1 to 16 rows, weights packed";
    private const string Small = "matrix product, squares of 16 to 128, and 64×10×128";

    public static IEnumerable<Comparison> All()
    {
        foreach (var size in (int[])[512, 768, 1024, 1536, 2048, 3072, 4096])
        {
            yield return Single(size, size, size, "nn") with { Group = Squares, Bar = 0.97 };
        }

        // A Transformer's layers with a full batch, forward (nn) and the two gradients (nt, tn); a tall and narrow one, as of convolutions.
        (int M, int N, int K, string Letters)[] large =
        [
            (1024, 3072, 768, "nn"), (1024, 768, 3072, "nn"), (4096, 3072, 768, "nn"), (4096, 768, 3072, "nn"), (4096, 768, 768, "nn"),
            (4096, 768, 3072, "nt"), (3072, 768, 4096, "tn"), (1024, 1024, 1024, "nt"), (16384, 32, 288, "nn"),
        ];
        foreach (var (m, n, k, letters) in large)
        {
            yield return Single(m, n, k, letters) with { Group = Squares, Bar = 0.97 };
        }

        foreach (var rows in (int[])[17, 32, 50, 64, 128, 200, 256, 511])
        {
            yield return Single(rows, 3072, 768, "nn") with { Group = Middle, Bar = 0.95 };
            yield return Single(rows, 768, 3072, "nn") with { Group = Middle, Bar = 0.95 };
        }

        foreach (var rows in (int[])[1, 2, 4, 8, 16])
        {
            yield return Single(rows, 3072, 768, "nn") with { Group = Few, Bar = 1 };
            yield return Single(rows, 768, 3072, "nn") with { Group = Few, Bar = 1 };
            yield return Packed(rows, 3072, 768) with { Group = PackedFew, Bar = 1.1 };
            yield return Packed(rows, 768, 3072) with { Group = PackedFew, Bar = 1.1 };
            yield return Single(rows, 3072, 768, "nt") with { Group = Few, Bar = 1 };
        }

        foreach (var size in (int[])[16, 24, 32, 48, 64, 100, 128])
        {
            yield return Single(size, size, size, "nn") with { Group = Small, Bar = 0.95 };
        }

        yield return Single(64, 10, 128, "nn") with { Group = Small, Bar = 0.95 };
        yield return Single(784, 128, 64, "tn");
        yield return Single(64, 784, 128, "nt");
        foreach (var size in (int[])[512, 1024, 2048])
        {
            yield return Double(size, size, size, "nn") with { Group = SquaresDouble, Bar = 0.97, Float64 = true };
        }
    }

    /// <summary>A float32 product; the letters say whether A and B are transposed (t) or not (n).</summary>
    private static Comparison Single(int m, int n, int k, string letters) => Comparison.Arithmetic(
        $"matmul-{m}x{n}x{k}-{letters}",
        2.0 * m * n * k,
        () =>
        {
            var (ta, tb) = (letters[0] == 't', letters[1] == 't');
            var a = AlignedArray<float>.Of(Operands.Draw((long)m * k, 1));
            var b = AlignedArray<float>.Of(Operands.Draw((long)k * n, 2));
            var c = new AlignedArray<float>(m * n);
            return new Trial(() => MatMul.Multiply(m, n, k, a.Span, ta ? m : k, ta, b.Span, tb ? k : n, tb, c.Span, n), c.ToArray);
        },
        Peer.OneDnn("sgemm", m, n, k, letters),
        Peer.OpenBlas("sgemm", m, n, k, letters),
        Peer.Torch("matmul", "matmul", m, n, k, letters, "float32"));

    /// <summary>With the right operand packed beforehand, as weights at inference; the peers take it as it is.</summary>
    private static Comparison Packed(int m, int n, int k) => Comparison.Arithmetic(
        $"matmul-packed-{m}x{n}x{k}",
        2.0 * m * n * k,
        () =>
        {
            var a = AlignedArray<float>.Of(Operands.Draw((long)m * k, 1));
            var b = new PackedMatrix<float>(k, n, Operands.Draw((long)k * n, 2), n);
            var c = new AlignedArray<float>(m * n);
            return new Trial(() => MatMul.Multiply(m, a.Span, k, false, b, c.Span, n), c.ToArray);
        },
        Peer.OneDnn("sgemm", m, n, k, "nn"),
        Peer.OpenBlas("sgemm", m, n, k, "nn"),
        Peer.Torch("matmul", "matmul", m, n, k, "nn", "float32"));

    private static Comparison Double(int m, int n, int k, string letters) => Comparison.Arithmetic(
        $"matmul-f64-{m}x{n}x{k}-{letters}",
        2.0 * m * n * k,
        () =>
        {
            var (ta, tb) = (letters[0] == 't', letters[1] == 't');
            var a = AlignedArray<double>.Of(Operands.DrawDouble((long)m * k, 1));
            var b = AlignedArray<double>.Of(Operands.DrawDouble((long)k * n, 2));
            var c = new AlignedArray<double>(m * n);
            return new Trial(() => MatMul.Multiply(m, n, k, a.Span, ta ? m : k, ta, b.Span, tb ? k : n, tb, c.Span, n), c.ToArray);
        },
        Peer.OpenBlas("dgemm", m, n, k, letters),
        Peer.Torch("matmul", "matmul", m, n, k, letters, "float64"));
}
