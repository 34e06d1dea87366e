using Kiln.Numerics;

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
        new("layer norm", x => Functional.LayerNorm(x[0], x[1], x[2], 1e-3), random =>
        {
            int features = random.Next(2, 40);
            return [new OpInput([3, 2, features]), new OpInput([features]), new OpInput([features])];
        }) { SingleTolerance = 1e-4 },
        new("layer norm of rows in fours and more", x => Functional.LayerNorm(x[0], x[1], x[2], 1e-3), random =>
            [new OpInput([random.Next(4, 10), 33]), new OpInput([33]), new OpInput([33])]) { SingleTolerance = 1e-4 },
        new("layer norm without scale and shift", x => Functional.LayerNorm(x[0], null, null, 1e-3), random =>
            [new OpInput([random.Next(1, 6), random.Next(2, 70)])]) { SingleTolerance = 1e-4 },
        new("rms norm", x => Functional.RmsNorm(x[0], x[1], 1e-3), random =>
        {
            int features = random.Next(2, 40);
            return [new OpInput([3, 2, features]), new OpInput([features])];
        }) { SingleTolerance = 1e-4 },
        new("rms norm without scale", x => Functional.RmsNorm(x[0], null, 1e-3), random =>
            [new OpInput([random.Next(1, 6), random.Next(2, 70)])]) { SingleTolerance = 1e-4 },
        new("group norm", x => Functional.GroupNorm(x[0], 3, x[1], x[2], 1e-3), random =>
        {
            int channels = 3 * random.Next(1, 8);
            return [new OpInput([2, 3, 2, channels]), new OpInput([channels]), new OpInput([channels])];
        }) { SingleTolerance = 1e-4 },
        new("group norm of single channels", x => Functional.GroupNorm(x[0], 5, null, null, 1e-2), _ => [new OpInput([2, 6, 5])]) { SingleTolerance = 1e-4 },
        new("softmax cross-entropy with smoothing, weights and ignored rows",
            x => Functional.SoftmaxCrossEntropy(x[0], Labels(x[0].Shape), new CrossEntropyOptions(0.1, 0), x[1]), random =>
            {
                int classes = random.Next(2, 40);
                return [new OpInput([7, classes]), new OpInput([classes], 0.5, 2, Differentiable: false)];
            }),
        new("softmax cross-entropy with smoothing",
            x => Functional.SoftmaxCrossEntropy(x[0], Labels(x[0].Shape), new CrossEntropyOptions(0.2)), random => [new OpInput([5, random.Next(2, 40)])]),
        new("dropout", x => Functional.Dropout(x[0], 0.4, RandomKey.FromSeed(3)), random => [new OpInput(AnyShape(random))]),
    ];

    private static Tensor Labels(Shape logits) => Tensor.From(Enumerable.Range(0, logits[0]).Select(i => (long)(i * 7 % logits[1])).ToArray());
}
