namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Indexing() =>
    [
        new("slice", x => x[0][.., 1..3], _ => [new OpInput([3, 4, 2])]),
        new("gather", x => x[0].Gather(1, Index([3, 5], 4)), _ => [new OpInput([3, 4])]),
        new("take", x => x[0].Take(Index([2, 3], 4), 1), _ => [new OpInput([3, 4, 2])]),
        new("embedding", x => Functional.Embedding(x[0], Index([2, 3], 4)), _ => [new OpInput([5, 3])]),
        new("index select", x => x[0].IndexSelect(0, Index([5], 3)), _ => [new OpInput([3, 4])]),
        new("select", x => x[0].Select(1, 2), _ => [new OpInput([3, 4])]),
        new("mask select", x => x[0].MaskSelect(Mask([3, 4])), _ => [new OpInput([3, 4])]),
        new("scatter", x => x[0].Scatter(0, Tensor.From<long>([2, 0, 1, 1], [1, 4]), x[1]), _ => [new OpInput([3, 4]), new OpInput([1, 4])]),
        new("scatter add", x => x[0].ScatterAdd(0, Index([5, 4], 3), x[1]), _ => [new OpInput([3, 4]), new OpInput([5, 4])]),
        new("concat", x => Tensor.Concat([x[0], x[1]], 1), _ => [new OpInput([3, 4]), new OpInput([3, 2])]),
        new("stack", x => Tensor.Stack([x[0], x[1]], -1), _ => [new OpInput([3, 4]), new OpInput([3, 4])]),
        new("split", x => x[0].Split(2, 1)[1], _ => [new OpInput([3, 4])]),
        new("sort", x => x[0].Sort(1, descending: true), _ => [new OpInput([3, 7], Apart: true)]),
        new("flip", x => x[0].Flip(0, 2), _ => [new OpInput([3, 4, 2])]),
        new("roll", x => x[0].Roll(3, 1), _ => [new OpInput([3, 4])]),
        new("repeat", x => x[0].Repeat(3, 1), _ => [new OpInput([3, 4])]),
        new("tile", x => x[0].Tile(2, 3), _ => [new OpInput([3, 4])]),
        new("pad", x => x[0].Pad([(1, 2), (0, 1)], value: 5), _ => [new OpInput([3, 4])]),
        new("pad by reflection", x => x[0].Pad([(1, 2), (0, 1)], PadMode.Reflect), _ => [new OpInput([3, 4])]),
        new("diag", x => x[0].Diag(1), _ => [new OpInput([4])]),
        new("diagonal", x => x[0].Diagonal(-1), _ => [new OpInput([4, 3])]),
        new("tril", x => x[0].Tril(), _ => [new OpInput([4, 3])]),
        new("triu", x => x[0].Triu(1), _ => [new OpInput([4, 3])]),
    ];

    /// <summary>Indices 0, 3, 6, … modulo the size: with repetitions.</summary>
    private static Tensor Index(Shape shape, int size) => Tensor.From(Enumerable.Range(0, shape.ElementCount).Select(i => (long)(i * 3 % size)).ToArray(), shape);
}
