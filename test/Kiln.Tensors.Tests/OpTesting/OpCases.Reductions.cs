namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Reductions() =>
    [
        new("sum", x => x[0].Sum(), random => [new OpInput(AnyShape(random))]),
        new("sum of an axis", x => x[0].Sum(1), _ => [new OpInput([3, 40, 2])]),
        new("mean", x => x[0].Mean(0), _ => [new OpInput([3, 4, 2])]),
        new("max", x => x[0].Max(1), _ => [new OpInput([3, 20], Apart: true)]),
        new("min", x => x[0].Min(0), _ => [new OpInput([3, 20], Apart: true)]),
        new("sum to", x => x[0].SumTo([4, 1]), _ => [new OpInput([3, 4, 2])]),
    ];
}
