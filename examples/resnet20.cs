#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// ResNet-20 for CIFAR-10 (He et al. 2016, section 4.2) with weights that PyTorch trained: names and layouts are brought to Kiln's while loading.
// Run: dotnet run examples/resnet20.cs WEIGHTS.safetensors BATCH.bin[.gz]
// WEIGHTS: a safetensors file with PyTorch's names (conv1.weight, layer1.0.bn1.running_mean, …). BATCH: a file of CIFAR-10's binary form.
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

if (args.Length != 2)
{
    Console.Error.WriteLine("give the weights and a batch: dotnet run examples/resnet20.cs WEIGHTS.safetensors data_batch_1.bin");
    return 1;
}

var network = ResNet20();
Load(network, args[0]);
Console.WriteLine(network.Summary([32, 32, 3]));

// As in training: each channel minus its mean, over its deviation.
var batch = Cifar10.ReadBatch(args[1]);
var pictures = batch.With(Augment.Normalize([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]));
var logits = network.Predict(pictures.Subset(0, 1, 2, 3, 4, 5, 6, 7));
Console.WriteLine(logits);
Console.WriteLine($"Accuracy on {batch.Count} pictures: {network.Evaluate(pictures, new SoftmaxCrossEntropy(), [new Accuracy()])["accuracy"]:P2}");
return 0;

static Sequential ResNet20()
{
    var layers = new Sequential(new Conv2D(3, 16, kernel: 3, padding: Padding.Of(1), bias: false), new BatchNorm(16, epsilon: 1e-5), new ReLU());
    foreach (var (inputs, filters) in new[] { (16, 16), (16, 16), (16, 16), (16, 32), (32, 32), (32, 32), (32, 64), (64, 64), (64, 64) })
    {
        var stride = filters / inputs;
        layers.Add(new Residual(
            new Sequential(
                new Conv2D(inputs, filters, kernel: 3, stride: stride, padding: Padding.Of(1), bias: false), new BatchNorm(filters, epsilon: 1e-5), new ReLU(),
                new Conv2D(filters, filters, kernel: 3, padding: Padding.Of(1), bias: false), new BatchNorm(filters, epsilon: 1e-5)),
            stride == 1 ? null : new Shortcut(inputs, filters),
            Activation.ReLU));
    }

    layers.Add(new GlobalAveragePool2D());
    layers.Add(new Dense(64, 10));
    return layers;
}

// PyTorch keeps filters as (outputs, inputs, height, width) and dense weights as (outputs, inputs).
static void Load(Sequential network, string path)
{
    using var file = SafeTensors.Open(path);
    var names = new List<string> { "conv1", "bn1" };
    for (var block = 0; block < 9; block++)
    {
        names.AddRange(new[] { "conv1", "bn1", "conv2", "bn2" }.Select(part => $"layer{(block / 3) + 1}.{block % 3}.{part}"));
    }

    names.Add("linear");
    var owners = network.NamedModules().Select(m => m.Value).Where(m => m is Conv2D or BatchNorm or Dense).ToList();
    for (var i = 0; i < owners.Count; i++)
    {
        foreach (var (name, parameter) in owners[i].OwnParameters)
        {
            var value = file.Load($"{names[i]}.{name}");
            parameter.Assign(value.Rank switch { 4 => value.Permute(2, 3, 1, 0), 2 => value.T, _ => value });
        }
    }
}

// "Option A" of the paper: every second pixel, and zeros for the channels that are new.
internal sealed class Shortcut(int inputs, int filters) : Module
{
    public override Tensor Forward(Tensor x)
    {
        var before = (filters - inputs) / 2;
        return x[Slice.All, Slice.Of(step: 2), Slice.Of(step: 2)].Pad([(0, 0), (0, 0), (0, 0), (before, filters - inputs - before)]);
    }
}
