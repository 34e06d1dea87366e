using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Functions of the rows of a matrix: softmax, norms, cross-entropy. Operands lie in tensors' memory, which is aligned to cache lines.</summary>
internal static class RowsFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW";

    private static readonly (int Rows, int Width)[] s_sizes = [(4096, 768), (1024, 3072), (8192, 128), (64, 10), (32, 30522)];

    public static IEnumerable<Comparison> All()
    {
        yield return Map("softmax", 4096, 1024, SoftmaxRows.Forward) with { Group = Group, Bar = 1.8 };
        foreach ((int rows, int width) in s_sizes)
        {
            yield return Map("softmax", rows, width, SoftmaxRows.Forward) with { Group = Group, Bar = 1.8 };
            yield return Zip("softmax-backward", rows, width, SoftmaxRows.Backward) with { Group = Group, Bar = 1.8 };
            yield return Map("log-softmax", rows, width, SoftmaxRows.LogForward) with { Group = Group, Bar = 1.8 };
            yield return Zip("log-softmax-backward", rows, width, SoftmaxRows.LogBackward) with { Group = Group, Bar = 1.8 };
            yield return LayerNorm(rows, width) with { Group = Group, Bar = 1.8 };
            yield return LayerNormBackward(rows, width) with { Group = Group, Bar = 1.8 };
            yield return CrossEntropy(rows, width) with { Group = Group, Bar = 1.8 };
            yield return CrossEntropyBoth(rows, width) with { Group = Group, Bar = 1.8 };
        }
    }

    private delegate void MapKernel(int rows, int width, ReadOnlySpan<float> x, Span<float> y);

    private delegate void ZipKernel(int rows, int width, ReadOnlySpan<float> x, ReadOnlySpan<float> other, Span<float> y);

    private static Comparison Map(string name, int rows, int width, MapKernel kernel) => Comparison.Traffic(
        $"rows-{name}-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var y = Tensor.Zeros([rows, width]);
            return new Trial(() => kernel(rows, width, Read(x), Write(y)), y.ToArray<float>);
        },
        Peer.Torch("rows", name.Replace('-', '_'), rows, width));

    private static Comparison Zip(string name, int rows, int width, ZipKernel kernel) => Comparison.Traffic(
        $"rows-{name}-{rows}x{width}",
        8.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var g = Tensor.From(Operands.Draw((long)rows * width, 2), [rows, width]);
            var y = Tensor.Zeros([rows, width]);
            return new Trial(() => kernel(rows, width, Read(x), Read(g), Write(y)), y.ToArray<float>);
        },
        Peer.Torch("rows", name.Replace('-', '_'), rows, width));

    private static Comparison LayerNorm(int rows, int width) => Comparison.Traffic(
        $"rows-layer-norm-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var y = Tensor.Zeros([rows, width]);
            float[] gamma = Operands.Draw(width, 3), beta = Operands.Draw(width, 4), means = new float[rows], scales = new float[rows];
            return new Trial(() => LayerNormRows.Forward(rows, width, Read(x), gamma, beta, 1e-5, Write(y), means, scales), y.ToArray<float>);
        },
        Peer.Torch("rows", "layer_norm", rows, width));

    private static Comparison LayerNormBackward(int rows, int width) => Comparison.Traffic(
        $"rows-layer-norm-backward-{rows}x{width}",
        8.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var g = Tensor.From(Operands.Draw((long)rows * width, 2), [rows, width]);
            var dx = Tensor.Zeros([rows, width]);
            float[] gamma = Operands.Draw(width, 3), means = new float[rows], scales = new float[rows], dGamma = new float[width], dBeta = new float[width];
            LayerNormRows.Forward(rows, width, Read(x), gamma, default, 1e-5, Write(dx), means, scales);
            return new Trial(
                () => LayerNormRows.Backward(rows, width, Read(x), gamma, means, scales, Read(g), Write(dx), dGamma, dBeta), dx.ToArray<float>);
        },
        Peer.Torch("rows", "layer_norm_backward", rows, width));

    private static Comparison CrossEntropy(int rows, int width) => Comparison.Traffic(
        $"rows-cross-entropy-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            float[] losses = new float[rows], logSums = new float[rows];
            var targets = Targets(rows, width);
            return new Trial(() => SoftmaxCrossEntropyRows.Forward(rows, width, Read(x), targets, losses, logSums), () => losses);
        },
        Peer.Torch("rows", "cross_entropy", rows, width));

    /// <summary>The losses and their gradient: the logits are read twice.</summary>
    private static Comparison CrossEntropyBoth(int rows, int width) => Comparison.Traffic(
        $"rows-cross-entropy-both-{rows}x{width}",
        8.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var d = Tensor.Zeros([rows, width]);
            float[] losses = new float[rows], logSums = new float[rows], ones = new float[rows];
            ones.AsSpan().Fill(1);
            var targets = Targets(rows, width);
            return new Trial(
                () =>
                {
                    SoftmaxCrossEntropyRows.Forward(rows, width, Read(x), targets, losses, logSums);
                    SoftmaxCrossEntropyRows.Backward(rows, width, Read(x), targets, logSums, ones, Write(d));
                },
                d.ToArray<float>);
        },
        Peer.Torch("rows", "cross_entropy_both", rows, width));

    private static long[] Targets(int rows, int width) => [.. Enumerable.Range(0, rows).Select(i => (long)i * 7 % width)];

    private static ReadOnlySpan<float> Read(Tensor x) => TensorMarshal.GetSpan<float>(x);

    private static Span<float> Write(Tensor x) => TensorMarshal.GetWritableSpan<float>(x);
}
