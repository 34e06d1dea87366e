namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Reductions() =>
    [
        .. Along("sum", (x, axes) => x.Sum(axes)),
        .. Along("sum keeping axes", (x, axes) => x.Sum(axes, keepDims: true)),
        .. Along("mean", (x, axes) => x.Mean(axes)),
        .. Along("max", (x, axes) => x.Max(axes), Inputs.Apart),
        .. Along("min", (x, axes) => x.Min(axes), Inputs.Apart),
        .. Along("prod", (x, axes) => x.Prod(axes), Inputs.AwayFromZero),
        .. Along("variance", (x, axes) => x.Variance(axes)),
        .. Along("std", (x, axes) => x.Std(axes), Inputs.Apart),
        .. Along("norm 1", (x, axes) => x.Norm(axes, order: 1), Inputs.AwayFromZero),
        .. Along("norm 2", (x, axes) => x.Norm(axes)),
        .. Along("norm infinity", (x, axes) => x.Norm(axes, order: double.PositiveInfinity), Inputs.Apart),
        .. Along("log sum exp", (x, axes) => x.LogSumExp(axes)),
        new("sum of all", x => x[0].Sum(), random => [new OpInput(AnyShape(random))]),
        new("mean of all", x => x[0].Mean(), random => [new OpInput(AnyShape(random))]),
        new("unbiased variance", x => x[0].Variance(correction: 1), random => [new OpInput([2, random.Next(1, 40)])]),
        new("unbiased std", x => x[0].Std(0, correction: 1), random => [new OpInput([3, random.Next(1, 40)], Apart: true)]),
        new("prod with zeros", x => (x[0] * Zeros(x[0])).Prod(1), _ => [new OpInput([4, 5, 2], 0.5, 2)]),
        new("cumsum", x => x[0].CumSum(1), random => [new OpInput([2, random.Next(1, 20), 3])]),
        new("cumsum of the last axis", x => x[0].CumSum(-1), random => [new OpInput([3, random.Next(1, 20)])]),
        new("sum to", x => x[0].SumTo([4, 1]), _ => [new OpInput([3, 4, 2])]),
        new("clamp", x => x[0].Clamp(-1, 1.5), random => [new OpInput(AnyShape(random), Kinks: [-1, 1.5])]) { Reference = x => Math.Clamp(x[0], -1, 1.5) },
        new("clamp below", x => x[0].Clamp(min: 0), random => [new OpInput(AnyShape(random), Kinks: [0])]) { Reference = x => Math.Max(x[0], 0) },
        new("clamp above", x => x[0].Clamp(max: 0.5), random => [new OpInput(AnyShape(random), Kinks: [0.5])]) { Reference = x => Math.Min(x[0], 0.5) },
    ];

    private enum Inputs
    {
        Any,
        Apart,
        AwayFromZero,
    }

    // Every choice of axes: at the end, at the beginning, in the middle, neighbours and not; the last axis around vector widths.
    private static IEnumerable<OpCase> Along(string name, Func<Tensor, int[], Tensor> op, Inputs inputs = Inputs.Any)
    {
        foreach (int[] axes in (int[][])[[0], [1], [-1], [0, 1], [1, 2], [0, 2]])
        {
            yield return new OpCase(
                $"{name} along ({string.Join(", ", axes)})",
                x => op(x[0], axes),
                random => [new OpInput(
                    [random.Next(2, 4), random.Next(2, 4), random.Next(3) == 0 ? random.Next(15, 19) : random.Next(2, 5)],
                    inputs == Inputs.AwayFromZero ? 0.5 : -2,
                    Apart: inputs == Inputs.Apart)])
            {
                Rounds = 1,
                SingleTolerance = name is "std" ? 4e-5 : 1e-5,
            };
        }
    }

    // One factor of zero in some rows, two in others: the gradient must not divide by an element.
    private static Tensor Zeros(Tensor like) => Tensor.From(
        Enumerable.Range(0, like.Count).Select(i => i % 7 == 0 || i % 9 == 1 ? 0.0 : 1.0).ToArray(), like.Shape).To(like.DType);
}
