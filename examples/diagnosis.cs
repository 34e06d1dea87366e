#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Networks that cannot learn well, each for a reason of its own, and what the diagnosis says of them; then one that can.
// Run: dotnet run examples/diagnosis.cs
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

var (train, test) = DrawnDigits.Load(trainSize: 1000, testSize: 500, seed: 42);

Diagnose("ten sigmoid layers", Dense(10, Activation.Sigmoid), new Adam());
Diagnose("weights of size one", Dense(3, Activation.ReLU, Initializers.Normal(0, 1)), new Adam());
Diagnose("steps that are too long", Dense(2, Activation.ReLU), new Adam(learningRate: 1));
Diagnose("steps that are too short", Dense(2, Activation.ReLU), new SGD(learningRate: 1e-5));
Diagnose("few samples", Dense(2, Activation.ReLU), new Adam(learningRate: 0.003), epochs: 60, samples: 100);
Diagnose("as it should be", Dense(2, Activation.ReLU), new Adam());

// Trains a network and prints what was found; the pages show it with plots.
void Diagnose(string name, Func<Sequential> build, Optimizer optimizer, int epochs = 8, int samples = 1000)
{
    RandomScope.Seed(1);
    var network = build();
    var diagnosis = new Diagnosis { ReportPath = $"artifacts/diagnosis/{name.Replace(' ', '-')}.html" };
    try
    {
        network.Fit(train.Take(samples), new FitOptions
        {
            Loss = new SoftmaxCrossEntropy(), Optimizer = optimizer, Epochs = epochs, BatchSize = 50, Validation = test, Seed = 1, Callbacks = [diagnosis],
        });
    }
    catch (NonFiniteException)
    {
        // The diagnosis says why.
    }

    Console.WriteLine($"{name}: {network.Evaluate(test, metrics: [new Accuracy()])["accuracy"]:P0} of the test digits are right");
    foreach (var finding in diagnosis.Findings)
    {
        Console.WriteLine($"  {finding}");
    }

    Console.WriteLine(diagnosis.Findings.Count == 0 ? "  nothing conspicuous\n" : "");
}

static Func<Sequential> Dense(int hidden, Activation activation, Initializer? weights = null) => () =>
{
    var network = new Sequential { new Flatten() };
    for (var i = 0; i < hidden; i++)
    {
        network.Add(new Dense(i == 0 ? 784 : 64, 64, activation, weightInitializer: weights));
    }

    network.Add(new Dense(64, 10, weightInitializer: weights));
    return network;
};
