using System.Text.Json;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>ResNet-20 with weights that PyTorch trained: a whole network of convolutions, batch norm, residual blocks and pooling against its reference.</summary>
public class ResNet20Tests
{
    [Fact]
    public void Logits_and_accuracy_are_those_of_PyTorch()
    {
        string? folder = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        string weights = Path.Combine(folder ?? string.Empty, "weights", "resnet20");
        if (folder is null || !Directory.Exists(weights))
        {
            Assert.Skip("needs weights/resnet20 in the folder that the environment variable KILN_TEST_DATA names");
        }

        Sequential network = Network();
        Load(network, Path.Combine(weights, "resnet20.safetensors"));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(weights, "expected_resnet20.json")));
        double[] expected = [.. document.RootElement.GetProperty("first8_logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.GetDouble())];

        Dataset pictures = Cifar10.ReadBatch(Path.Combine(folder!, "cifar10", "data_batch_1_first4000_lossless.bin.gz"))
            .With(Augment.Normalize([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]));
        pictures.Count.ShouldBe(4000);
        float[] logits = network.Predict(pictures.Take(8)).ToArray<float>();
        logits.Length.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            ((double)logits[i]).ShouldBe(expected[i], 1e-4, $"logit {i % 10} of picture {i / 10}");
        }

        network.Evaluate(pictures, new SoftmaxCrossEntropy(), [new Accuracy()])["accuracy"]
            .ShouldBe(document.RootElement.GetProperty("acc_4000").GetDouble(), 1e-6);
    }

    private static Sequential Network()
    {
        var layers = new Sequential(new Conv2D(3, 16, kernel: 3, padding: Padding.Of(1), bias: false), new BatchNorm(16, epsilon: 1e-5), new ReLU());
        foreach ((int inputs, int filters) in new[] { (16, 16), (16, 16), (16, 16), (16, 32), (32, 32), (32, 32), (32, 64), (64, 64), (64, 64) })
        {
            int stride = filters / inputs;
            layers.Add(new Residual(
                new Sequential(
                    new Conv2D(inputs, filters, kernel: 3, stride: stride, padding: Padding.Of(1), bias: false),
                    new BatchNorm(filters, epsilon: 1e-5),
                    new ReLU(),
                    new Conv2D(filters, filters, kernel: 3, padding: Padding.Of(1), bias: false),
                    new BatchNorm(filters, epsilon: 1e-5)),
                stride == 1 ? null : new Shortcut(inputs, filters),
                Activation.ReLU));
        }

        layers.Add(new GlobalAveragePool2D());
        layers.Add(new Dense(64, 10));
        return layers;
    }

    private static void Load(Sequential network, string path)
    {
        using SafeTensorsFile file = SafeTensors.Open(path);
        string[] names =
        [
            "conv1", "bn1",
            .. Enumerable.Range(0, 9).SelectMany(b => new[] { "conv1", "bn1", "conv2", "bn2" }.Select(part => $"layer{b / 3 + 1}.{b % 3}.{part}")),
            "linear",
        ];
        Module[] owners = [.. network.NamedModules().Select(m => m.Value).Where(m => m is Conv2D or BatchNorm or Dense)];
        owners.Length.ShouldBe(names.Length);
        for (int i = 0; i < owners.Length; i++)
        {
            foreach ((string name, Parameter parameter) in owners[i].OwnParameters)
            {
                Tensor value = file.Load($"{names[i]}.{name}");
                parameter.Assign(value.Rank switch { 4 => value.Permute(2, 3, 1, 0), 2 => value.T, _ => value });
            }
        }
    }

    /// <summary>Every second pixel, and zeros for the channels that are new.</summary>
    private sealed class Shortcut(int inputs, int filters) : Module
    {
        public override Tensor Forward(Tensor x)
        {
            int before = (filters - inputs) / 2;
            return x[Slice.All, Slice.Of(step: 2), Slice.Of(step: 2)].Pad([(0, 0), (0, 0), (0, 0), (before, filters - inputs - before)]);
        }
    }
}
