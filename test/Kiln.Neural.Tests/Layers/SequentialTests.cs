using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public class SequentialTests
{
    [Fact]
    public void Layers_can_be_added_in_a_collection_initializer_and_indexed()
    {
        var network = new Sequential { new Dense(4, 3, Activation.ReLU), new Dropout(0.5), new Dense(3, 2) };
        network.Count.ShouldBe(3);
        network[2].ShouldBeOfType<Dense>().Outputs.ShouldBe(2);
        network.NamedParameters().Select(p => p.Key).ShouldBe(["layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias"]);
        network.CountParameters().ShouldBe(4 * 3 + 3 + 3 * 2 + 2);
    }

    [Fact]
    public void The_same_seed_builds_the_same_bits()
    {
        Bits(Build(42)).ShouldBe(Bits(Build(42)));
        Bits(Build(42)).ShouldNotBe(Bits(Build(43)));

        static Sequential Build(ulong seed)
        {
            using (RandomScope.Use(RandomKey.FromSeed(seed)))
            {
                return new Sequential(new Conv2D(1, 4, kernel: 3), new Flatten(), new Dense(16, 2));
            }
        }

        static string Bits(Module module) => string.Join(',', module.NamedParameters().SelectMany(p => p.Value.Value.ToArray<float>()));
    }

    [Fact]
    public void Initial_biases_are_zero_and_weights_stay_within_Glorots_limit()
    {
        var layer = new Conv2D(3, 8, kernel: 5);
        layer.Bias!.Value.ToArray<float>().ShouldAllBe(v => v == 0);
        float limit = (float)Math.Sqrt(6.0 / (25 * 3 + 25 * 8));
        layer.Weight.Value.ToArray<float>().ShouldAllBe(v => Math.Abs(v) <= limit);
        layer.Weight.Shape.ShouldBe([5, 5, 3, 8]);
    }

    [Fact]
    public void The_summary_of_a_convolutional_network()
    {
        var network = new Sequential(
            new Conv2D(1, 32, kernel: 3, activation: Activation.ReLU),
            new MaxPool2D(2),
            new Conv2D(32, 64, kernel: 3, padding: Padding.Same),
            new BatchNorm(64),
            new ReLU(),
            new GlobalAveragePool2D(),
            new Dropout(0.5),
            new Dense(64, 10));
        network.Summary([28, 28, 1]).ShouldBe(
            """
            Layer     Type                 Output shape     Parameters  Multiply-adds
            ─────────────────────────────────────────────────────────────────────────
            layers.0  Conv2D               (B, 26, 26, 32)         320        194,688
            layers.1  MaxPool2D            (B, 13, 13, 32)           0              0
            layers.2  Conv2D               (B, 13, 13, 64)      18,496      3,115,008
            layers.3  BatchNorm            (B, 13, 13, 64)         256              0
            layers.4  ReLU                 (B, 13, 13, 64)           0              0
            layers.5  GlobalAveragePool2D  (B, 64)                   0              0
            layers.6  Dropout              (B, 64)                   0              0
            layers.7  Dense                (B, 10)                 650            640
            ─────────────────────────────────────────────────────────────────────────
            Parameters: 19,722 (77.0 KiB)
              trained: 19,594 (76.5 KiB)
              not trained: 128 (512 B)
            Multiply-adds: 3,310,336 for one item forward, about three times as many in training

            """);
    }
}
