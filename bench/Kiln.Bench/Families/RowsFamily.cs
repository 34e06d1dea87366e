using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Functions of the rows of a matrix: softmax, norms, cross-entropy, forward and backward.</summary>
internal static class RowsFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW step over 10 M parameters";

    public static IEnumerable<Comparison> All()
    {
        foreach (var (rows, width) in new[] { (4096, 1024), (12288, 128), (32768, 768) })
        {
            yield return Softmax(rows, width) with { Group = Group, Bar = 1.8 };
            yield return LayerNorm(rows, width) with { Group = Group, Bar = 1.8 };
            yield return LayerNormBackward(rows, width) with { Group = Group, Bar = 1.8 };
        }

        yield return CrossEntropy(64, 10) with { Group = Group, Bar = 1.8 };
        yield return CrossEntropy(4096, 1000) with { Group = Group, Bar = 1.8 };
        yield return CrossEntropy(512, 30522) with { Group = Group, Bar = 1.8 };
    }

    private static Comparison Softmax(int rows, int width) => Comparison.Traffic(
        $"rows-softmax-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Operands.Draw((long)rows * width);
            var y = new float[rows * width];
            return new Trial(() => SoftmaxRows.Forward(rows, width, x, y), () => y);
        },
        Peer.Torch("rows", "softmax", rows, width));

    private static Comparison LayerNorm(int rows, int width) => Comparison.Traffic(
        $"rows-layernorm-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var (x, gamma, beta) = (Operands.Draw((long)rows * width, 1), Operands.Draw(width, 2), Operands.Draw(width, 3));
            var (y, means, scales) = (new float[rows * width], new float[rows], new float[rows]);
            return new Trial(() => LayerNormRows.Forward(rows, width, x, gamma, beta, 1e-5, y, means, scales), () => y);
        },
        Peer.Torch("rows", "layer_norm", rows, width));

    private static Comparison LayerNormBackward(int rows, int width) => Comparison.Traffic(
        $"rows-layernorm-backward-{rows}x{width}",
        8.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var (x, gamma, beta, dy) = (Operands.Draw((long)rows * width, 1), Operands.Draw(width, 2), Operands.Draw(width, 3), Operands.Draw((long)rows * width, 4));
            var (y, means, scales) = (new float[rows * width], new float[rows], new float[rows]);
            var (dx, dGamma, dBeta) = (new float[rows * width], new float[width], new float[width]);
            LayerNormRows.Forward(rows, width, x, gamma, beta, 1e-5, y, means, scales);
            return new Trial(() => LayerNormRows.Backward(rows, width, x, gamma, means, scales, dy, dx, dGamma, dBeta), () => dx);
        },
        Peer.Torch("rows", "layer_norm_backward", rows, width));

    /// <summary>The loss of each row and its gradient.</summary>
    private static Comparison CrossEntropy(int rows, int classes) => Comparison.Traffic(
        $"rows-cross-entropy-{rows}x{classes}",
        8.0 * rows * classes,
        4.0 * rows * classes,
        () =>
        {
            var x = Operands.Draw((long)rows * classes);
            long[] targets = [.. Enumerable.Range(0, rows).Select(i => (long)(i % classes))];
            var share = new float[rows];
            Array.Fill(share, 1f / rows);
            var (losses, logSums, dx) = (new float[rows], new float[rows], new float[rows * classes]);
            return new Trial(
                () =>
                {
                    SoftmaxCrossEntropyRows.Forward(rows, classes, x, targets, losses, logSums);
                    SoftmaxCrossEntropyRows.Backward(rows, classes, x, targets, logSums, share, dx);
                },
                () => dx);
        },
        Peer.Torch("rows", "cross_entropy", rows, classes));
}
