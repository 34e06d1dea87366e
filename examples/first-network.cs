#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Trains a convolutional network on digits that the program draws itself, tests it, and saves it. Run: dotnet run examples/first-network.cs
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

const string folder = "artifacts/first-network";

// 28 × 28 grey pictures of ten classes; the same seed draws the same pictures.
var (train, test) = DrawnDigits.Load(trainSize: 12_000, testSize: 2000, seed: 42);

// Same seed, same initial weights. The last layer gives ten real numbers (logits): the softmax is part of the loss.
RandomScope.Seed(42);
var network = new Sequential(
    new Conv2D(1, 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Conv2D(64, 128, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2),
    new Flatten(), new Dense(128, 10));
Console.WriteLine(network.Summary(train.InputShape));

var history = network.Fit(train, new FitOptions
{
    Loss = new SoftmaxCrossEntropy(),
    Optimizer = new Adam(),
    Metrics = [new Accuracy()],
    Epochs = 5,
    BatchSize = 64,
    Validation = test,
    Seed = 42,
    Callbacks = [new TextReport(Console.Out)],
});

Console.WriteLine($"\nAccuracy on {test.Count} digits it has not seen: {network.Evaluate(test)["accuracy"]:P1}\n");

var labels = test.Gather(Enumerable.Range(0, test.Count).ToArray()).Targets;
var confusion = Metrics.ConfusionMatrix(labels, network.Predict(test), test.ClassNames);
Console.WriteLine(confusion);
foreach (var pair in confusion.MostConfused(3))
{
    Console.WriteLine($"{pair.Count} × a {pair.TruthLabel} taken for a {pair.PredictedLabel}");
}

network.Save(folder);
history.Save(Path.Combine(folder, "history.csv"));
Console.WriteLine($"\nSaved in {folder}: {string.Join(", ", Directory.GetFiles(folder).Select(Path.GetFileName).Order())}");
