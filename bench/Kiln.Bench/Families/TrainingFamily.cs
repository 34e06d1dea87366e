using Kiln.Data;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Bench;

/// <summary>Whole training steps, as a user makes them: forward, loss, backward, Adam. The peer is eager PyTorch with its multi-tensor Adam.</summary>
internal static class TrainingFamily
{
    private const int Batch = 64;
    private const int CheckedSteps = 4;

    // Adam's steps are signs for gradients well above epsilon: rounding in one that is nearly zero would move its weight by whole learning rates.
    private const double CheckedEpsilon = 1e-3;

    private const int CheckedElements = 6;

    public static IEnumerable<Comparison> All()
    {
        // 784-128-64-10. The first layer needs no input gradient: its products count twice, the others three times.
        yield return Step(
            "training-mlp",
            bar: 3,
            2.0 * Batch * ((2 * 784 * 128) + (3 * 128 * 64) + (3 * 64 * 10)),
            () => new Sequential(
                new Dense(784, 128, activation: Activation.ReLU), new Dense(128, 64, activation: Activation.ReLU), new Dense(64, 10)),
            [784],
            [Peer.Torch("training", "mlp", Batch), Peer.Torch("training", "mlp", Batch) with { Threads = 1 }]);

        // The CIFAR-10 network of the README: 1.85 GFLOP a step.
        yield return Step(
            "training-cifar10-cnn",
            bar: 2,
            Cifar10Operations(Batch),
            Cifar10,
            [32, 32, 3],
            Formats("cifar10"));

        yield return Step(
            "training-digits-cnn",
            bar: 0,
            2.0 * Batch * ((2 * 26 * 26 * 9 * 32) + (3 * 11 * 11 * 9 * 32 * 64) + (3 * 1600 * 10)),
            () => new Sequential(
                new Conv2D(1, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
                new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2), new Flatten(), new Dense(1600, 10)),
            [28, 28, 1],
            Formats("digits"));
    }

    /// <summary>The CIFAR-10 network of the README.</summary>
    internal static Sequential Cifar10() => new(
        new Conv2D(3, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Conv2D(64, 128, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
        new Flatten(), new Dense(512, 10));

    /// <summary>The operations of training it on some pictures; nobody asks for the gradient of the pictures themselves.</summary>
    internal static double Cifar10Operations(int pictures) =>
        2.0 * pictures * ((2 * 30 * 30 * 9 * 3 * 32) + (3 * 13 * 13 * 9 * 32 * 64) + (3 * 4 * 4 * 9 * 64 * 128) + (3 * 512 * 10));

    /// <summary>PyTorch in either memory format: which is faster depends on the network.</summary>
    private static Peer[] Formats(string network) =>
        [Peer.Torch("training", network, Batch, "channels_last"), Peer.Torch("training", network, Batch, "contiguous")];

    private static Comparison Step(string name, double bar, double operations, Func<Module> network, int[] sample, Peer[] peers) =>
        new(name, "images/s", Batch, () => Prepare(network, sample), peers) { Group = "training step", Bar = bar, Operations = operations };

    private static Trial Prepare(Func<Module> make, int[] sample)
    {
        int[] shape = [Batch, .. sample];
        var images = Tensor.From(Operands.Draw(shape.Aggregate(1L, (product, size) => product * size)), new Shape(shape));
        var labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(i => (long)(i % 10))], [Batch]);
        var batch = new Batch(images, labels, [.. Enumerable.Range(0, Batch)]);
        var step = new TrainingStep(make(), new SoftmaxCrossEntropy(), new Adam(), seed: 1);
        return new Trial(() => step.Run(batch), () => FirstSteps(make(), batch));
    }

    /// <summary>
    /// What is compared: the losses of the first steps from weights that both sides draw alike, and by how many learning rates some elements of each
    /// parameter moved, in which a wrong gradient shows at once. (peers/torch_training.py does the same.)
    /// </summary>
    internal static float[] FirstSteps(Module network, Batch batch)
    {
        var parameters = network.NamedParameters().Select(p => p.Value).ToArray();
        var starts = new List<float[]>();
        foreach (var parameter in parameters)
        {
            var start = Operands.Draw(parameter.Shape.ElementCount, (uint)(10 + starts.Count));
            var scale = parameter.Shape.Rank == 1 ? 0.1f : 1 / MathF.Sqrt(parameter.Shape.ElementCount / parameter.Shape[-1]);
            starts.Add(Array.ConvertAll(start, x => x * scale));
            parameter.Assign(Tensor.From(starts[^1], parameter.Shape));
        }

        var adam = new Adam(epsilon: CheckedEpsilon);
        var step = new TrainingStep(network, new SoftmaxCrossEntropy(), adam);
        var result = new List<float>();
        for (var i = 0; i < CheckedSteps; i++)
        {
            result.Add((float)step.Run(batch));
        }

        foreach (var (parameter, start) in parameters.Zip(starts))
        {
            var end = parameter.Value.ToArray<float>();
            for (var i = 0; i < CheckedElements; i++)
            {
                var place = (int)((long)end.Length * i / CheckedElements);
                result.Add((end[place] - start[place]) / (float)adam.LearningRate);
            }
        }

        return [.. result];
    }
}
