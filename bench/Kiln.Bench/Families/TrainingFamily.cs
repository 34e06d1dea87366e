using Kiln.Data;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Training steps of whole networks: forward, loss, backward, Adam.</summary>
internal static class TrainingFamily
{
    private const int Batch = 64;
    private const string Cifar = "training step of the CIFAR-10 network, batch 64, Adam";
    private const string Dense = "training step of 784-128-64-10, batch 64, Adam";

    public static IEnumerable<Comparison> All()
    {
        // Multiply-adds of the three convolutions and the dense layer, forward; as many again for each gradient but that of the pictures.
        const double First = 30.0 * 30 * 27 * 32, Second = 13.0 * 13 * 288 * 64, Third = 4.0 * 4 * 576 * 128, Last = 512.0 * 10;
        yield return Step("training-cifar10-cnn", () => CifarNetwork(), [Batch, 32, 32, 3], Formats("cifar")) with
        {
            Group = Cifar,
            Bar = 2,
            Operations = 2 * Batch * ((2 * First) + (3 * (Second + Third + Last))),
        };
        yield return Step("training-mlp-784-128-64-10", () => DenseNetwork(), [Batch, 784], Counts("mlp")) with
        {
            Group = Dense,
            Bar = 3,
            Operations = 2 * Batch * ((2 * 784.0 * 128) + (3 * ((128 * 64) + (64 * 10.0)))),
        };
        yield return Step("training-digits-cnn", () => DigitNetwork(), [Batch, 28, 28, 1], Formats("digits"));
    }

    private static Comparison Step(string name, Func<Module> network, int[] sizes, Peer[] peers) => new(name, "images/s", Batch, () => Prepare(network(), sizes), peers);

    // Small kernels may run faster on one thread than on several.
    private static Peer[] Counts(string task) => [Peer.Torch("training", task, Batch), Peer.Torch("training", task, Batch) with { Threads = 1 }];

    private static Peer[] Formats(string task) => [Peer.Torch("training", task, Batch, "channels_last"), Peer.Torch("training", task, Batch, "contiguous")];

    private static Sequential CifarNetwork() => new(
        new Conv2D(3, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(64, 128, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Flatten(), new Dense(512, 10));

    private static Sequential DenseNetwork() =>
        new(new Dense(784, 128, activation: Activation.ReLU), new Dense(128, 64, activation: Activation.ReLU), new Dense(64, 10));

    private static Sequential DigitNetwork() => new(
        new Conv2D(1, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Flatten(), new Dense(1600, 10));

    private static Trial Prepare(Module network, int[] sizes)
    {
        var count = sizes.Aggregate(1, (product, size) => product * size);
        var labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % 10))], [Batch]);
        var batch = new Batch(Tensor.From(Operands.Draw(count), new Shape(sizes)), labels, [.. Enumerable.Range(0, Batch)]);
        var step = new TrainingStep(network, new SoftmaxCrossEntropy(), new Adam(), seed: 42);
        var loss = 0.0;
        return new Trial(() => loss = step.Run(batch), () => new[] { loss });
    }
}
