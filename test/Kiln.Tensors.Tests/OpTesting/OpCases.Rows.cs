namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Rows() =>
    [
        new("softmax", x => x[0].Softmax(1), random => [new OpInput([2, random.Next(1, 20), 3])]),
        new("softmax last", x => x[0].Softmax(), random => [new OpInput([3, random.Next(1, 40)])]),
        new("log softmax", x => x[0].LogSoftmax(0), random => [new OpInput([random.Next(1, 20), 3])]),
        new("softmax cross-entropy", x => Functional.SoftmaxCrossEntropy(x[0], Labels(x[0].Shape)), random => [new OpInput([4, random.Next(1, 20)])]),
        new("softmax cross-entropy with probabilities", x => Functional.SoftmaxCrossEntropy(x[0], x[1]), random =>
        {
            int classes = random.Next(1, 20);
            return [new OpInput([2, 3, classes]), new OpInput([2, 3, classes], 0, 1, Differentiable: false)];
        }),
        new("batch norm", x => Functional.BatchNorm(x[0], x[1], x[2], 1e-3, out _, out _), random =>
        {
            int channels = random.Next(1, 20);
            return [new OpInput([3, 2, channels]), new OpInput([channels]), new OpInput([channels])];
        }) { SingleTolerance = 1e-4 },
        new("batch norm by given statistics", x => Functional.BatchNorm(x[0], x[1], x[2], x[3], x[4], 1e-3), random =>
        {
            int channels = random.Next(1, 20);
            return
            [
                new OpInput([3, 2, channels]), new OpInput([channels]), new OpInput([channels]),
                new OpInput([channels], Differentiable: false), new OpInput([channels], 0.5, 2, Differentiable: false),
            ];
        }),
        new("dropout", x => Functional.Dropout(x[0], 0.4, RandomKey.FromSeed(3)), random => [new OpInput(AnyShape(random))]),
    ];

    private static Tensor Labels(Shape logits) => Tensor.From(Enumerable.Range(0, logits[0]).Select(i => (long)(i * 7 % logits[1])).ToArray());
}
