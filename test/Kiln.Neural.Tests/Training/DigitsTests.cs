using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public sealed class DigitsTests
{
    [Fact]
    public void A_convolutional_network_passes_97_percent_on_the_drawn_digits()
    {
        var (train, test) = DrawnDigits.Load(10_000, 2_000, 42);
        Train(train, test, epochs: 4, batchSize: 32).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    [Fact]
    public void The_same_network_passes_97_percent_on_MNIST_after_one_epoch()
    {
        string? data = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipUnless(
            data is not null && Directory.Exists(Path.Combine(data, "mnist")), "needs mnist/ in the folder that the environment variable KILN_TEST_DATA names");
        var (train, test) = Mnist.Load(Path.Combine(data, "mnist"));
        Train(train, test, epochs: 1, batchSize: 64).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    private static double Train(Dataset train, Dataset test, int epochs, int batchSize)
    {
        Sequential network;
        using (RandomScope.Use(RandomKey.FromSeed(42)))
        {
            network = new Sequential(
                new Conv2D(1, 16, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
                new Conv2D(16, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
                new Flatten(), new Dense(5 * 5 * 32, 10));
        }

        network.Fit(train, new FitOptions
        {
            Loss = new SoftmaxCrossEntropy(),
            Optimizer = new Adam(0.002),
            Metrics = [new Accuracy()],
            Epochs = epochs,
            BatchSize = batchSize,
            Seed = 42,
        });
        return network.Evaluate(test)["accuracy"];
    }
}
