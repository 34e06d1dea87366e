using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Attentions() =>
    [
        new(
            "attention",
            x => Functional.ScaledDotProductAttention(x[0], x[1], x[2]),
            random =>
            {
                int time = random.Next(1, 40), size = random.Next(1, 20);
                return [new OpInput([2, time, 2, size]), new OpInput([2, time, 2, size]), new OpInput([2, time, 2, size])];
            }),
        new(
            "attention heads first, causal, heads shared",
            x => Functional.ScaledDotProductAttention(
                x[0], x[1], x[2], new AttentionOptions { Layout = AttentionLayout.HeadsFirst, Causal = CausalMask.BottomRight, Scale = 0.4 }),
            _ => [new OpInput([1, 4, 6, 5]), new OpInput([1, 2, 9, 5]), new OpInput([1, 2, 9, 3])]),
        .. new (string Name, int[] Bias)[] { ("of every pair", [2, 3, 5, 7]), ("by head", [3, 5, 7]), ("by key", [2, 1, 1, 7]), ("by head and key", [3, 1, 7]) }.Select(given =>
            new OpCase(
                $"attention with a bias {given.Name}",
                x => Functional.ScaledDotProductAttention(x[0], x[1], x[2], bias: x[3]),
                _ => [new OpInput([2, 5, 3, 4]), new OpInput([2, 7, 3, 4]), new OpInput([2, 7, 3, 6]), new OpInput(given.Bias)])),
        new(
            "attention with masks and dropout",
            x => Functional.ScaledDotProductAttention(
                x[0],
                x[1],
                x[2],
                new AttentionOptions { Causal = CausalMask.TopLeft, Dropout = 0.3, DropoutKey = RandomKey.FromSeed(4) },
                keyMask: Tensor.From([true, false, true, true, true, true, true, false, true, true], [2, 5]),
                keyLengths: Tensor.From([5L, 3L])),
            _ => [new OpInput([2, 6, 2, 4]), new OpInput([2, 5, 1, 4]), new OpInput([2, 5, 1, 4])]),
    ];
}
