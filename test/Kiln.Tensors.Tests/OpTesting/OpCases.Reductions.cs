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
        new("prod", x => x[0].Prod(1), _ => [new OpInput([3, 4, 2])]),
        new("variance", x => x[0].Variance(1, correction: 1), _ => [new OpInput([3, 20, 2])]),
        new("std", x => x[0].Std(0), _ => [new OpInput([5, 4])]),
        new("norm", x => x[0].Norm(1), _ => [new OpInput([3, 4])]),
        new("norm of order 1", x => x[0].Norm(1, order: 1), _ => [new OpInput([3, 4], Kinks: [0])]),
        new("norm of order infinity", x => x[0].Norm(order: double.PositiveInfinity), _ => [new OpInput([3, 3], Apart: true)]),
        new("log sum exp", x => x[0].LogSumExp(1), _ => [new OpInput([3, 20])]),
        new("cumsum", x => x[0].CumSum(1), _ => [new OpInput([3, 4, 2])]),
        new("clamp", x => x[0].Clamp(-0.5, 1), _ => [new OpInput([3, 7], Kinks: [-0.5, 1])]),
        new("sum to", x => x[0].SumTo([4, 1]), _ => [new OpInput([3, 4, 2])]),
    ];
}
