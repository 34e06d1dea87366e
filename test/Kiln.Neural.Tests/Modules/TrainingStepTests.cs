using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Modules, losses and optimisers together, without the fit loop.</summary>
public class TrainingStepTests
{
    [Fact]
    public void A_small_network_learns_exclusive_or()
    {
        Tensor x = Tensor.From([0f, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
        Tensor classes = Tensor.From([0L, 1L, 1L, 0L]);
        Sequential network;
        using (RandomScope.Use(RandomKey.FromSeed(42)))
        {
            network = new Sequential(new Dense(2, 16, Activation.Tanh), new Dense(16, 2));
        }

        float last = Train(network, x, classes, new Adam(0.05), steps: 200);
        last.ShouldBeLessThan(0.01f);
        network.Forward(x).ToArray<float>().Chunk(2).Select(row => row[1] > row[0] ? 1L : 0L).ShouldBe([0L, 1L, 1L, 0L]);
    }

    [Fact]
    public void The_same_seed_trains_the_same_bits()
    {
        Weights(7).ShouldBe(Weights(7));
        Weights(7).ShouldNotBe(Weights(8));

        static float[] Weights(ulong seed)
        {
            using (RandomScope.Use(RandomKey.FromSeed(seed)))
            {
                var network = new Sequential(
                    new Conv2D(1, 4, kernel: 3, activation: Activation.ReLU), new BatchNorm(4), new MaxPool2D(2), new Flatten(), new Dropout(0.3), new Dense(36, 3));
                Tensor x = Initializers.Normal(0, 1).Create([8, 8, 8, 1], RandomKey.FromSeed(1));
                Train(network, x, Tensor.From([0L, 1, 2, 0, 1, 2, 0, 1]), new AdamW(), steps: 5);
                return [.. network.NamedParameters().SelectMany(p => p.Value.Value.ToArray<float>())];
            }
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        int before = WorkerTeam.ThreadCount;
        try
        {
            string[] results = [.. new[] { 1, 2, 4 }.Select(threads =>
            {
                WorkerTeam.ThreadCount = threads;
                return Weights();
            })];
            results[1].ShouldBe(results[0]);
            results[2].ShouldBe(results[0]);
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }

        static string Weights()
        {
            using (RandomScope.Use(RandomKey.FromSeed(3)))
            {
                var network = new Sequential(
                    new Conv2D(3, 16, kernel: 3, padding: Padding.Same), new BatchNorm(16), new GELU(), new MaxPool2D(2),
                    new Conv2D(16, 32, kernel: 3, activation: Activation.ReLU), new Flatten(), new Dropout(0.2), new Dense(32 * 36, 10));
                Tensor x = Initializers.Normal(0, 1).Create([32, 16, 16, 3], RandomKey.FromSeed(1));
                Train(network, x, Tensor.From(Enumerable.Range(0, 32).Select(i => (long)(i % 10)).ToArray()), new Adam(), steps: 3);
                byte[] bytes = [.. network.NamedParameters().SelectMany(p => p.Value.Value.ToArray<float>()).SelectMany(BitConverter.GetBytes)];
                return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
            }
        }
    }

    [Fact]
    public void A_layer_kept_in_a_plain_list_is_found_by_the_training_step()
    {
        var network = new Forgetful();
        Tensor loss = new MeanSquaredError().Compute(network.Forward(Tensor.Ones([2, 3])), Tensor.Ones([2, 1]));
        var error = Should.Throw<AutogradException>(() => network.Backward(loss));
        error.Message.ShouldContain("is not registered");
        error.Message.ShouldContain("Child(name, module)");
    }

    private static float Train(Module network, Tensor x, Tensor targets, Optimizer optimizer, int steps)
    {
        float last = float.NaN;
        for (int step = 0; step < steps; step++)
        {
            using (Mode.Training())
            using (RandomScope.Use(RandomKey.FromSeed(1).Derive(step)))
            {
                Tensor loss = new SoftmaxCrossEntropy().Compute(network.Forward(x), targets);
                last = loss.Item<float>();
                network.ClearGradients();
                network.Backward(loss);
            }

            optimizer.Step(network.NamedParameters());
        }

        return last;
    }

    private sealed class Forgetful : Module
    {
        private readonly List<Module> _layers = [new Dense(3, 4), new Dense(4, 1)];

        public override Tensor Forward(Tensor x) => _layers.Aggregate(x, (y, layer) => layer.Forward(y));
    }
}
