using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_on_one_two_and_four_threads_gives_the_same_bits()
    {
        int before = WorkerTeam.ThreadCount;
        try
        {
            var results = new List<string>();
            foreach (int threads in new[] { 1, 2, 4, 1 })
            {
                WorkerTeam.ThreadCount = threads;
                results.Add(Train());
            }

            results.Distinct().ShouldHaveSingleItem();
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void Another_seed_gives_other_bits()
    {
        string[] results = [.. new ulong[] { 1, 2 }.Select(seed =>
        {
            Sequential network = Tiny.Network();
            network.Fit(Tiny.Data(), Tiny.Options(epochs: 1) with { Seed = seed });
            return Tiny.Bits(network);
        })];
        results[0].ShouldNotBe(results[1]);
    }

    /// <summary>Layers large enough to be cut into tiles.</summary>
    private static string Train()
    {
        Sequential network;
        using (RandomScope.Use(RandomKey.FromSeed(3)))
        {
            network = new Sequential(
                new Conv2D(3, 16, kernel: 3, activation: Activation.ReLU, padding: Padding.Same), new MaxPool2D(2), new BatchNorm(16),
                new Conv2D(16, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
                new Flatten(), new Dropout(0.3), new Dense(5 * 5 * 32, 300, activation: Activation.ReLU), new Dense(300, 10));
        }

        const int samples = 300;
        var x = new float[samples * 24 * 24 * 3];
        RandomKey.FromSeed(4).Normal(x);
        var labels = new int[samples];
        RandomKey.FromSeed(5).Integers(labels, 0, 10);
        var data = new TensorDataset(Tensor.From(x, [samples, 24, 24, 3]), Tensor.From(Array.ConvertAll(labels, l => (long)l)));
        History history = network.Fit(data, new FitOptions
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimizer = new Adam(),
            Metrics = [new Accuracy()],
            BatchSize = 64,
            Epochs = 2,
            Seed = 9,
            GradientClipNorm = 1,
        });
        return Tiny.Bits(network) + Tiny.Numbers(history);
    }
}
