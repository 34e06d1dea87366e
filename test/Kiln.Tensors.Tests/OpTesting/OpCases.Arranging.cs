namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Arranging() =>
    [
        new("reshape", x => x[0].Reshape(-1).Reshape(2, -1), _ => [new OpInput([3, 4, 2])]),
        new("permute", x => x[0].Permute(2, 0, 1), _ => [new OpInput([3, 4, 2])]),
        new("narrow", x => x[0].Narrow(1, 3, 2, -2), _ => [new OpInput([3, 4, 2])]),
        new("broadcast", x => x[0].BroadcastTo([2, 3, 4]), _ => [new OpInput([3, 1])]),
    ];
}
