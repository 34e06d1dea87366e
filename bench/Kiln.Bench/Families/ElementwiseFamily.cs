using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Element-wise functions, reductions and optimiser steps.</summary>
internal static class ElementwiseFamily
{
    private const string Group = "softmax, layer norm, GELU, exp, cross-entropy, AdamW";

    public static IEnumerable<Comparison> All()
    {
        yield return AdamW(10_000_000) with { Group = Group, Bar = 1.8 };
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
            var m = new float[count];
            var v = new float[count];
            var step = new AdamStep(1e-3, 1, 0.9, 0.999, 1e-8, DecoupledDecay: 1e-5);
            return new Trial(() => step.Apply(w, g, m, v), () => w);
        },
        Peer.Torch("elementwise", "adamw", count));
}
