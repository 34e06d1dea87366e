using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Element-wise functions, reductions and optimiser steps.</summary>
internal static class ElementwiseFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW step over 10 M parameters";

    public static IEnumerable<Comparison> All()
    {
        foreach (var count in new[] { 100_000, 10_000_000 })
        {
            yield return Unary<ExpOperator>("exp", count) with { Group = Group, Bar = 1.8 };
            yield return Unary<GeluOperator>("gelu", count) with { Group = Group, Bar = 1.8 };
            yield return Unary<TanhOperator>("tanh", count);
            yield return Unary<SigmoidOperator>("sigmoid", count);
        }

        yield return Add(10_000_000);
        yield return Sum(10_000_000);
        yield return AdamW(10_000_000) with { Group = Group, Bar = 1.8 };
    }

    private static Comparison Unary<TOperator>(string task, int count)
        where TOperator : struct, IUnaryOperator => Comparison.Traffic(
            $"elementwise-{task}-{count}",
            4.0 * count,
            4.0 * count,
            () =>
            {
                var x = Operands.Draw(count);
                var y = new float[count];
                return new Trial(() => Elementwise.Unary<TOperator, float>(x, y), () => y);
            },
            Peer.Torch("elementwise", task, count));

    private static Comparison Add(int count) => Comparison.Traffic(
        $"elementwise-add-{count}",
        8.0 * count,
        4.0 * count,
        () =>
        {
            var (x, y, z) = (Operands.Draw(count, 1), Operands.Draw(count, 2), new float[count]);
            return new Trial(() => Elementwise.Binary<AddOperator, float>(x, y, z), () => z);
        },
        Peer.Torch("elementwise", "add", count));

    private static Comparison Sum(int count) => Comparison.Traffic(
        $"elementwise-sum-{count}",
        4.0 * count,
        0,
        () =>
        {
            var (x, y) = (Operands.Draw(count), new float[1]);
            return new Trial(() => Reduction.Sum<float>(x, y, 1, count, 1), () => y);
        },
        Peer.Torch("elementwise", "sum", count));

    /// <summary>A step of AdamW: four arrays are read and three written.</summary>
    private static Comparison AdamW(int count) => Comparison.Traffic(
        $"elementwise-adamw-{count}",
        16.0 * count,
        12.0 * count,
        () =>
        {
            var w = Operands.Draw(count, 1);
            var g = Operands.Draw(count, 2);
            var m = new float[count];
            var v = new float[count];
            var step = new AdamStep(1e-3, 1, 0.9, 0.999, 1e-8, DecoupledDecay: 1e-5);
            return new Trial(() => step.Apply(w, g, m, v), () => w);
        },
        Peer.Torch("elementwise", "adamw", count, "True"),
        Peer.Torch("elementwise", "adamw", count, "False"));
}
