#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// A module of one's own and a training loop of one's own: what Fit does, step by step, with a learning rate that warms up and decays.
// Run: dotnet run examples/own-training-loop.cs
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (x, y) = TwoSpirals(count: 2000, RandomKey.FromSeed(1));
var (train, test) = Split.TrainTest(x, y, testSize: 0.25, seed: 1);

RandomScope.Seed(1);
var network = new SpiralNetwork(width: 64, blocks: 3);
Console.WriteLine($"{network.CountParameters()} parameters: {string.Join(", ", network.NamedParameters().Take(4).Select(p => $"{p.Key} {p.Value.Shape}"))}, …\n");

const int epochs = 30;
const double peak = 0.01;
var loss = new SoftmaxCrossEntropy { LabelSmoothing = 0.02 };
var optimizer = new AdamW(learningRate: peak, weightDecay: 0.01);
var loader = new DataLoader(train, batchSize: 100, seed: 1);
var draws = RandomKey.FromSeed(1).Derive("training");
double steps = epochs * loader.BatchCount;
var accuracy = new Accuracy();

for (var epoch = 0; epoch < epochs; epoch++)
{
    var sum = 0.0;
    var norm = 0.0;
    foreach (var batch in loader.Epoch(epoch))
    {
        // Up in a straight line over the first tenth of the steps, then down along half a cosine.
        var done = optimizer.Steps / steps;
        optimizer.LearningRate = peak * (done < 0.1 ? (done + 0.01) / 0.11 : 0.5 * (1 + Math.Cos(Math.PI * (done - 0.1) / 0.9)));

        // Training is a scope, not a switch of the network. The random scope makes dropout a function of seed and step.
        using (Mode.Training())
        using (RandomScope.Use(draws.Derive(optimizer.Steps)))
        {
            var value = loss.Compute(network.Forward(batch.Inputs), batch.Targets);
            network.ClearGradients();
            network.Backward(value);
            sum += value.Item() * batch.Count;
        }

        norm = GradientClipping.ClipNorm(network.NamedParameters().Select(p => p.Value), maximum: 1);
        optimizer.Step(network.NamedParameters());
    }

    if ((epoch + 1) % 5 == 0)
    {
        accuracy.Reset();
        using (Mode.Inference())
        {
            foreach (var batch in new DataLoader(test, batchSize: 250, shuffle: false).Epoch(0))
            {
                accuracy.Update(network.Forward(batch.Inputs), batch.Targets);
            }
        }

        Console.WriteLine(
            $"epoch {epoch + 1,2}: loss {sum / train.Count:F4}, gradient {norm:F3}, learning rate {optimizer.LearningRate:F5}, test accuracy {accuracy.Value:P1}");
    }
}

// What the network learned, as a map of the plane: one character a point, by the probability of the second spiral.
Console.WriteLine();
const int rows = 21, columns = 51;
var grid = Tensor.Meshgrid([Tensor.Linspace(-1, 1, rows), Tensor.Linspace(-1, 1, columns)]);
var points = Tensor.Stack([grid[1].Flatten(), grid[0].Flatten()], axis: -1);
var second = network.Predict(points).Softmax()[.., 1].Reshape(rows, columns);
for (var row = 0; row < rows; row++)
{
    Console.WriteLine(string.Concat(second[row].ToArray<float>().Select(p => " .:=#"[(int)(p * 4.999f)])));
}

// Points along two spirals around each other, with a little noise: (count, 2), and the spiral of each, (count,).
static (Tensor X, Tensor Y) TwoSpirals(int count, RandomKey key)
{
    var label = Tensor.Arange(count) % 2;
    var radius = Tensor.RandomUniform([count], key: key.Derive("radius")).Sqrt();
    var angle = radius * 3 * Math.PI + label * Math.PI;
    var points = Tensor.Stack([radius * angle.Cos(), radius * angle.Sin()], axis: 1);
    return (points + Tensor.RandomNormal(points.Shape, standardDeviation: 0.02, key: key.Derive("noise")), label);
}

// Dense layers with a way around each: x + Dense(GELU(Dense(x))).
internal sealed class SpiralNetwork : Module
{
    private readonly Dense _first;
    private readonly ModuleList<Residual> _blocks;
    private readonly Dense _last;

    public SpiralNetwork(int width, int blocks)
    {
        _first = Child("first", new Dense(2, width));
        _blocks = ChildList<Residual>("blocks");
        for (var i = 0; i < blocks; i++)
        {
            _blocks.Add(new Residual(width));
        }

        _last = Child("last", new Dense(width, 2));
    }

    public override Tensor Forward(Tensor x) // (B, 2) → (B, 2)
    {
        x = _first.Forward(x);
        foreach (var block in _blocks)
        {
            x = block.Forward(x);
        }

        return _last.Forward(x);
    }
}

internal sealed class Residual : Module
{
    private readonly Dense _up;
    private readonly Dense _down;
    private readonly Dropout _dropout;

    public Residual(int width)
    {
        _up = Child("up", new Dense(width, 2 * width, Activation.GELU));
        _down = Child("down", new Dense(2 * width, width));
        _dropout = Child("dropout", new Dropout(0.05));
    }

    public override Tensor Forward(Tensor x) => x + _dropout.Forward(_down.Forward(_up.Forward(x)));
}
