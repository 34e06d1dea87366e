using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Training steps of whole networks.</summary>
internal static class TrainingFamily
{
    private const int Batch = 64;

    public static IEnumerable<Comparison> All()
    {
        yield return new Comparison("training-digits-cnn", "images/s", Batch, Prepare, Peer.Torch("training", "digits", Batch));
    }

    private static Trial Prepare()
    {
        var images = Tensor.From(Operands.Draw(Batch * 28 * 28), [Batch, 28, 28, 1]);
        var labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % 10))], [Batch]);
        var share = Tensor.Full([Batch], 1.0 / Batch);
        Parameter[] p =
        [
            Parameter(3, 3, 1, 32), Parameter(32), Parameter(3, 3, 32, 64), Parameter(64), Parameter(1600, 10), Parameter(10),
        ];
        return new Trial(() =>
        {
            var x = Functional.MaxPool2D(Functional.Conv2D(images, p[0], p[1], null, Activation.ReLU)); // (B, 28, 28, 1) → (B, 13, 13, 32)
            x = Functional.MaxPool2D(Functional.Conv2D(x, p[2], p[3], null, Activation.ReLU)); // → (B, 5, 5, 64)
            x = Functional.Dense(x.Flatten(1), p[4], p[5]); // → (B, 10)
            Functional.SoftmaxCrossEntropy(x, labels).Backward(share);
            foreach (var parameter in p)
            {
                parameter.ClearGradient();
            }
        });
    }

    private static Parameter Parameter(params int[] sizes)
    {
        var count = sizes.Aggregate(1, (product, size) => product * size);
        var values = Operands.Draw(count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= 0.05f;
        }

        return new Parameter(Tensor.From(values, new Shape(sizes)));
    }
}
