using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Element-wise functions, reductions and optimiser steps. Operands lie in tensors' memory, which is aligned to cache lines.</summary>
internal static class ElementwiseFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW";

    public static IEnumerable<Comparison> All()
    {
        yield return AdamW(10_000_000) with { Group = Group, Bar = 1.8 };
        foreach (int count in new[] { 640, 8192 * 128, 4096 * 768 })
        {
            yield return Unary<ExpOperator>("exp", count) with { Group = Group, Bar = 1.8 };
            yield return Unary<GeluOperator>("gelu", count) with { Group = Group, Bar = 1.8 };
            yield return Binary<GeluGradient>("gelu-backward", count) with { Group = Group, Bar = 1.8 };
            yield return Unary<GeluTanhOperator>("gelu-tanh", count);
            yield return Unary<TanhOperator>("tanh", count);
            yield return Unary<SigmoidOperator>("sigmoid", count);
            yield return Binary<AddOperator>("add", count);
        }

        yield return Bias(1 << 18, 16);
        yield return Bias(4096, 768);
        yield return Sum(65536, 64, byRow: true);
        yield return Sum(4096, 768, byRow: true);
        yield return Sum(4096, 768, byRow: false);
    }

    /// <summary>A step of AdamW: four arrays are read and three written.</summary>
    private static Comparison AdamW(int count) => Comparison.Traffic(
        $"elementwise-adamw-{count}",
        16.0 * count,
        12.0 * count,
        () =>
        {
            var w = Operands.Draw(count, 1);
            var g = Operands.Draw(count, 2);
            var m = LargeArray.Uninitialized<float>(count);
            var v = LargeArray.Uninitialized<float>(count);
            m.AsSpan().Clear();
            v.AsSpan().Clear();
            var step = new AdamStep(1e-3, 1, 0.9, 0.999, 1e-8, DecoupledDecay: 1e-5);
            return new Trial(() => step.Apply(w, g, m, v), () => w);
        },
        Peer.Torch("elementwise", "adamw", count));

    private static Comparison Unary<TOperator>(string name, int count)
        where TOperator : struct, IUnaryOperator => Comparison.Traffic(
        $"elementwise-{name}-{count}",
        4.0 * count,
        4.0 * count,
        () =>
        {
            var x = Tensor.From(Operands.Draw(count), [count]);
            var y = Tensor.Zeros([count]);
            return new Trial(() => Elementwise.Unary<TOperator, float>(Read(x), Write(y)), y.ToArray<float>);
        },
        Peer.Torch("elementwise", "unary", name.Replace('-', '_'), count));

    private static Comparison Binary<TOperator>(string name, int count)
        where TOperator : struct, IBinaryOperator => Comparison.Traffic(
        $"elementwise-{name}-{count}",
        8.0 * count,
        4.0 * count,
        () =>
        {
            var x = Tensor.From(Operands.Draw(count), [count]);
            var g = Tensor.From(Operands.Draw(count, 2), [count]);
            var y = Tensor.Zeros([count]);
            return new Trial(() => Elementwise.Binary<TOperator, float>(Read(g), Read(x), Write(y)), y.ToArray<float>);
        },
        Peer.Torch("elementwise", "binary", name.Replace('-', '_'), count));

    private static Comparison Bias(int rows, int width) => Comparison.Traffic(
        $"elementwise-bias-{rows}x{width}",
        4.0 * rows * width,
        4.0 * rows * width,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var b = Tensor.From(Operands.Draw(width, 2), [width]);
            return new Trial(() => _ = x + b, () => (x + b).ToArray<float>());
        },
        Peer.Torch("elementwise", "bias", rows, width));

    private static Comparison Sum(int rows, int width, bool byRow) => Comparison.Traffic(
        $"elementwise-sum-{(byRow ? "rows" : "columns")}-{rows}x{width}",
        4.0 * rows * width,
        0,
        () =>
        {
            var x = Tensor.From(Operands.Draw((long)rows * width), [rows, width]);
            var y = new float[byRow ? rows : width];
            return new Trial(
                () => Reduction.Sum<float>(Read(x), y, byRow ? rows : 1, byRow ? width : rows, byRow ? 1 : width), () => y);
        },
        Peer.Torch("elementwise", "sum", rows, width, byRow ? 1 : 0));

    private static ReadOnlySpan<float> Read(Tensor x) => TensorMarshal.GetSpan<float>(x);

    private static Span<float> Write(Tensor x) => TensorMarshal.GetWritableSpan<float>(x);
}
